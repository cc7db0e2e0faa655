using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training;

/// <summary>An engine whose every update depends on weights, batch, loss, rate and its own moments, so that any difference in them shows in the weights.</summary>
internal sealed class FakeEngine(NetworkGraph graph) : ITrainingEngine
{
    private float[][] _weights = [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
    private float[][] _first = [.. graph.Parameters.Select(p => new float[p.Values.Length])];
    private double _schedule = 1;

    public string Name => "fake";

    public NetworkGraph Graph { get; } = graph;

    public long Steps { get; private set; }

    /// <summary>The step whose loss is not a number; none by default.</summary>
    public long DivergeAt { get; init; } = -1;

    /// <summary>The step that finds no memory; none by default.</summary>
    public long OutOfMemoryAt { get; init; } = -1;

    /// <summary>Called at the end of each step with the number of steps done.</summary>
    public Action<long>? AfterStep { get; init; }

    public List<string> Losses { get; } = [];

    public double Step(TrainingBatch batch, PixelLoss loss, double learningRate)
    {
        if (Steps == OutOfMemoryAt)
        {
            throw new OutOfMemoryException("Nothing is left.");
        }

        double mean = Evaluate(batch, loss);
        for (int p = 0; p < _weights.Length; p++)
        {
            for (int i = 0; i < _weights[p].Length; i++)
            {
                _first[p][i] = (0.9f * _first[p][i]) + (0.1f * (float)mean) + (batch.Input[i % batch.Input.Length] / 1e5f);
                _weights[p][i] -= (float)learningRate * _first[p][i];
            }
        }

        Losses.Add(loss.Name);
        _schedule *= 0.99;
        AfterStep?.Invoke(Steps + 1);
        return Steps++ == DivergeAt ? double.NaN : mean;
    }

    public double Evaluate(TrainingBatch batch, PixelLoss loss, Span<float> prediction = default)
    {
        if (!prediction.IsEmpty)
        {
            prediction.Fill(1000 * _weights[0][0]);
        }

        double sum = 0;
        for (int i = 0; i < batch.Target.Length; i++)
        {
            sum += batch.Target[i];
        }

        return (sum / batch.Target.Length / 2000) + batch.Mask.Sum(m => loss.WeightsOf(batch.Mask)[m].Target) / batch.Mask.Length + _weights[0][0];
    }

    public void LoadWeights() => _weights = [.. Graph.Parameters.Select(p => (float[])p.Values.Clone())];

    public void Synchronize()
    {
        for (int p = 0; p < _weights.Length; p++)
        {
            _weights[p].CopyTo(Graph.Parameters[p].Values, 0);
        }
    }

    public NAdamState SaveOptimizer() =>
        new(Steps, _schedule, [.. _first.Select(m => (float[])m.Clone())], [.. _first.Select(m => (float[])m.Clone())]);

    public void LoadOptimizer(NAdamState state)
    {
        (Steps, _schedule) = (state.Step, state.MomentumSchedule);
        _first = [.. state.FirstMoments.Select(m => (float[])m.Clone())];
        LoadWeights();
    }

    public void Dispose()
    {
    }
}
