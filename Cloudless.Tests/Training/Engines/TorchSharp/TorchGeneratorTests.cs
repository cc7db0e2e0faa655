using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Training.Engines.Cpu;
using Cloudless.Training;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>Networks with losses of their own.</summary>
[TestFixture]
internal sealed class TorchGeneratorTests
{
    private static readonly EngineSettings Settings = new() { Engine = TrainingEngineKind.TorchCpu };

    private static readonly TrainOptions Sure = new()
    {
        Architecture = ArchitectureCard.UnCRtainTS, Network = new DSen2CrOptions { Features = 8, Blocks = 1 }, Steps = 1, Seed = 3,
    };

    private static readonly TrainOptions Gan = Sure with { Architecture = ArchitectureCard.Pix2Pix, Network = new DSen2CrOptions { Features = 8, Blocks = 3 }, Crop = 32 };

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(cuda: false);

    [Test]
    public void Likelihood_is_that_of_the_definition()
    {
        float[] mean = [1000, 2500], variance = [4e6f, 1e6f], target = [3000, 2000];

        // In units of 2000 DN: deviations 1 and 0.5, errors 1 and 0.25.
        double expected = new[] { (S: 1.0, E: 1.0), (S: 0.5, E: 0.25) }.Average(v => Math.Log(v.S) + (v.E * v.E / (2 * v.S * v.S)));
        Assert.That(TorchGaussianEngine.Likelihood(tensor(mean), tensor(variance), tensor(target)).ToSingle(), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Deviation_becomes_larger_where_errors_are()
    {
        NetworkGraph graph = TrainedNetwork.Build(Sure);
        HeUniform.Initialize(graph, 3);
        using ITrainingEngine engine = TrainedNetwork.CreateEngine(graph, Sure, Settings, null);
        double first = engine.Evaluate(Noisy(0), PixelLoss.L1), last = 0;
        for (int step = 1; step <= 500; step++)
        {
            last = engine.Step(Noisy(step), PixelLoss.L1, 1e-2);
        }

        engine.Synchronize();
        TrainingBatch batch = Noisy(1000);
        float[] output = RunOnnx(graph, Sure, batch, variance: true);
        int plane = 32 * 32, half = 13 * plane;
        double Deviation(bool dark) => Math.Sqrt(Enumerable.Range(0, half).Where(i => i % 32 < 16 == dark).Average(i => output[half + i]));
        TestContext.Out.WriteLine($"loss {first:0.00} to {last:0.00}; deviation of the calm half {Deviation(true):0} DN, of the noisy one {Deviation(false):0} DN");
        Assert.Multiple(() =>
        {
            Assert.That(last, Is.LessThan(first - 1));

            // 1000 DN of noise in one half, 100 in the other: after 500 steps neither is met exactly.
            Assert.That(Deviation(false), Is.InRange(600, 1700));
            Assert.That(Deviation(true), Is.LessThan(0.5 * Deviation(false)));
        });
    }

    [Test]
    public void Generator_and_discriminator_learn_together()
    {
        NetworkGraph graph = TrainedNetwork.Build(Gan);
        NormalWeights.Initialize(graph, 3);
        float[] kept = [.. graph.Parameters.First(p => !p.Trained).Values];
        using ITrainingEngine engine = TrainedNetwork.CreateEngine(graph, Gan, Settings, null);
        TrainingBatch batch = CpuBatches.Random(new TensorShape(2, 15, 32, 32), 4);
        for (int i = 0; i < batch.Target.Length; i++)
        {
            batch.Target[i] = (0.5f * batch.Target[i]) + 1000;
        }

        double first = engine.Step(batch, PixelLoss.L1, 2e-3), last = 0;
        for (int step = 0; step < 60; step++)
        {
            last = engine.Step(batch, PixelLoss.L1, 2e-3);
        }

        engine.Synchronize();
        TestContext.Out.WriteLine($"loss {first:0.0} to {last:0.0}");
        Assert.Multiple(() =>
        {
            Assert.That(last, Is.LessThan(0.7 * first));
            Assert.That(graph.Parameters.First(p => !p.Trained).Values, Is.Not.EqualTo(kept), "what normalization keeps follows the data");
            Assert.That(engine.Steps, Is.EqualTo(61));
            Assert.That(() => engine.LoadOptimizer(engine.SaveOptimizer() with { Opponent = null }), Throws.TypeOf<CloudlessException>().With.Message.Contains("without its discriminator"));
        });
    }

    [TestCase(ArchitectureCard.Pix2Pix)]
    [TestCase(ArchitectureCard.UnCRtainTS)]
    public void File_gives_in_ONNX_Runtime_what_the_engine_evaluates(string architecture)
    {
        TrainOptions options = architecture == ArchitectureCard.Pix2Pix ? Gan : Sure;
        NetworkGraph graph = TrainedNetwork.Build(options);
        HeUniform.Initialize(graph, 3);
        using ITrainingEngine engine = TrainedNetwork.CreateEngine(graph, options, Settings, null);
        TrainingBatch batch = CpuBatches.Random(new TensorShape(2, 15, 32, 32), 4);
        for (int step = 0; step < 5; step++)
        {
            engine.Step(batch, PixelLoss.L1, 1e-3);
        }

        engine.Synchronize();
        float[] expected = new float[batch.Target.Length];
        engine.Evaluate(batch, PixelLoss.L1, expected);
        float[] found = RunOnnx(graph, options, batch, variance: false);

        // 10,000 DN in float32 through a dozen layers, whose sums both add in other orders.
        Assert.That(found, Is.EqualTo(expected).Within(0.5));
    }

    [Test]
    public void Patches_to_validate_on_need_not_halve_evenly()
    {
        NetworkGraph graph = TrainedNetwork.Build(Gan);
        NormalWeights.Initialize(graph, 3);
        using ITrainingEngine engine = TrainedNetwork.CreateEngine(graph, Gan, Settings, null);
        TrainingBatch batch = CpuBatches.Random(new TensorShape(1, 15, 30, 37), 4);
        float[] prediction = new float[batch.Target.Length];
        Assert.That(engine.Evaluate(batch, PixelLoss.L1, prediction), Is.GreaterThan(0));
        Assert.That(prediction, Is.All.InRange(0, 10000).And.Some.GreaterThan(0));
    }

    [TestCase(ArchitectureCard.Pix2Pix, 32)]
    [TestCase(ArchitectureCard.UnCRtainTS, 16)]
    public void Training_goes_on_from_its_state_as_if_never_stopped(string architecture, int side)
    {
        TrainOptions options = architecture == ArchitectureCard.Pix2Pix ? Gan : Sure;
        TrainingBatch batch = CpuBatches.Random(new TensorShape(2, 15, side, side), 4);
        double[] unbroken = Losses(6, 0), parts = Losses(3, 3);

        // libtorch promises no bits. A discriminator drawn anew, or one without its moments, is off by a hundred times as much: its verdict is part of the loss.
        Assert.That(parts, Is.EqualTo(unbroken).Within(1e-4).Percent);

        double[] Losses(int first, int second)
        {
            NetworkGraph graph = TrainedNetwork.Build(options);
            HeUniform.Initialize(graph, 3);
            var losses = new List<double>();
            NAdamState? state = null;
            foreach (int steps in new[] { first, second })
            {
                // A discriminator of its own that every engine begins with must not be what is trained on.
                using ITrainingEngine engine = TrainedNetwork.CreateEngine(graph, options with { Seed = (ulong)(3 + losses.Count) }, Settings, null);
                if (state is not null)
                {
                    engine.LoadOptimizer(state);
                }

                losses.AddRange(Enumerable.Range(0, steps).Select(_ => engine.Step(batch, PixelLoss.L1, 1e-3)));
                engine.Synchronize();
                state = engine.SaveOptimizer();
            }

            return [.. losses];
        }
    }

    // The left half's target is the input nearly, the right one's has noise that nothing tells; brightness tells the halves apart.
    private static TrainingBatch Noisy(int step)
    {
        var random = new SeededRandom((ulong)step);
        const int Plane = 32 * 32;
        float[] input = new float[15 * Plane], target = new float[13 * Plane];
        for (int i = 0; i < input.Length; i++)
        {
            bool calm = i % 32 < 16;
            input[i] = i < 13 * Plane ? calm ? 1000 : 5000 : -12;
            if (i < target.Length)
            {
                target[i] = (float)((calm ? 2000 : 5000) + ((calm ? 100 : 1000) * random.NextGaussian()));
            }
        }

        return new TrainingBatch(new TensorShape(1, 15, 32, 32), input, target, new byte[Plane]);
    }

    private static float[] RunOnnx(NetworkGraph graph, TrainOptions options, TrainingBatch batch, bool variance)
    {
        CloudRemovalModel model = CloudRemovalModel.Create(graph, TrainedNetwork.Card(options, "t", "1", DateTimeOffset.UnixEpoch));
        using var engine = new OnnxRuntimeEngine(model, new ExecutionOptions { Engine = EngineKind.OnnxRuntime, Threads = 1 }, variance);
        float[] output = new float[batch.Shape.N * engine.OutputChannels * batch.Shape.H * batch.Shape.W];
        engine.Run(batch.Input, batch.Shape, output);
        return output;
    }
}
