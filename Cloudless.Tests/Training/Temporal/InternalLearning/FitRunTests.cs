using Cloudless.Networks;
using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

/// <summary>The passes, with an engine of which each pass' images are known.</summary>
[TestFixture]
public class FitRunTests
{
    [Test]
    public void Pass_with_the_least_error_on_what_was_withheld_is_taken_with_its_weights()
    {
        (FitRun run, NetworkGraph graph) = Execute([500, 100, 300, 50, 400, 200, 600], new InternalLearningOptions { Passes = 20, Iterations = 3, Patience = 3 });
        Assert.Multiple(() =>
        {
            Assert.That(run.BestPass, Is.EqualTo(4));
            Assert.That(run.Checks, Has.Count.EqualTo(7), "three worse ones end it");
            Assert.That(run.Checks[3].WithheldError, Is.EqualTo(0.005).Within(1e-7));
            Assert.That(run.Steps, Is.EqualTo(21));
            Assert.That(graph.Parameters[0].Values, Is.All.EqualTo(4));
            Assert.That(run.Ending, Does.Contain("3 passes brought nothing better").And.Contain("pass 7 of 20"));
        });
    }

    [Test]
    public void Without_anything_withheld_the_last_of_all_passes_is_taken()
    {
        (FitRun run, _) = Execute([1, 2, 3, 4], new InternalLearningOptions { Passes = 4, Iterations = 1, Patience = 1, HeldOutShare = 0 });
        Assert.That((run.BestPass, run.Checks.Count, run.Checks[0].WithheldError), Is.EqualTo((4, 4, double.NaN)));
    }

    [Test]
    public void Time_limit_ends_it_with_what_is_there()
    {
        (FitRun run, _) = Execute([1, 2], new InternalLearningOptions { Passes = 20, TimeLimit = TimeSpan.FromTicks(1) });
        Assert.Multiple(() =>
        {
            Assert.That((run.Steps, run.BestPass), Is.EqualTo((1, 1)));
            Assert.That(run.Ending, Does.Contain("time limit"));
        });
    }

    [Test]
    public void Every_run_of_neighboring_dates_is_seen_once_before_one_is_seen_again()
    {
        var engine = new KnownFit([1]);
        Execute(engine, new InternalLearningOptions { Passes = 1, Iterations = 8, Dates = 3 });
        Assert.Multiple(() =>
        {
            Assert.That(engine.FirstDates.Take(4).Order(), Is.EqualTo(new[] { 0, 1, 2, 3 }));
            Assert.That(engine.FirstDates.Skip(4).Order(), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        });
    }

    [Test]
    public void Signal_ends_it_between_two_iterations() => Assert.That(
        () => Execute(new KnownFit([1]), new InternalLearningOptions(), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());

    private static (FitRun Run, NetworkGraph Graph) Execute(float[] errors, InternalLearningOptions options) => Execute(new KnownFit(errors), options);

    private static (FitRun Run, NetworkGraph Graph) Execute(KnownFit engine, InternalLearningOptions options, CancellationToken cancellation = default)
    {
        var size = new SequenceToSequenceOptions { Bands = 1, Width = 1, Levels = 1, NoiseChannels = 1 };
        FitData data = FitData.Of(MadeSeries.Of(6, bands: 1), size, options);
        engine.Graph = SequenceToSequence.Build(size);
        var run = new FitRun(data, engine.Graph, engine, options);
        run.Execute(null, cancellation);
        return (run, engine.Graph);
    }

    /// <summary>Paints the truth, so many DN too bright after each pass.</summary>
    private sealed class KnownFit(float[] errors) : ISeriesFit
    {
        private int _pass;
        private bool _stepped;

        public NetworkGraph Graph { get; set; } = null!;

        public List<int> FirstDates { get; } = [];

        public string Name => "known";

        public double Step(FitBatch batch)
        {
            // The ground of each date is 60 DN lighter than that of the one before; the first row is never covered.
            FirstDates.Add((int)((batch.Target[0] - MadeSeries.Ground(0, 0, 0, 0)) / 60));
            _stepped = true;
            return 1;
        }

        public float[] Predict(FitBatch batch)
        {
            _pass += _stepped ? 1 : 0;
            _stepped = false;
            return [.. batch.Target.Select(t => t + errors[Math.Min(_pass, errors.Length) - 1])];
        }

        public void Synchronize()
        {
            foreach (Parameter parameter in Graph.Parameters)
            {
                Array.Fill(parameter.Values, _pass);
            }
        }

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
