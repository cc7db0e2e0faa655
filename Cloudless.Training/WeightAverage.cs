using System.Numerics;
using System.Runtime.InteropServices;
using Cloudless.Networks;
using Cloudless.Training.Engines;

namespace Cloudless.Training;

/// <summary>
/// An exponential moving average of the weights. It is taken every tenth step with the tenth power of the decay, which differs little from every step and
/// costs a tenth of fetching the weights from the engine. At the beginning the decay is smaller, (1 + t) / (10 + t) after t steps, so that the random start is soon forgotten.
/// </summary>
internal sealed class WeightAverage
{
    private const int Every = 10;
    private readonly double _decay;

    /// <summary>Begins with the weights that a graph has now.</summary>
    public WeightAverage(NetworkGraph graph, double decay)
    {
        _decay = decay;
        Values = graph.Parameters.ToDictionary(p => p.Name, p => (float[])p.Values.Clone(), StringComparer.Ordinal);
    }

    /// <summary>The averaged weights by name.</summary>
    public IReadOnlyDictionary<string, float[]> Values { get; }

    /// <summary>Looks at an engine's weights after a step, where it is a step to look at.</summary>
    public void Follow(ITrainingEngine engine)
    {
        if (engine.Steps % Every != 0)
        {
            return;
        }

        engine.Synchronize();
        float keep = (float)Math.Pow(Math.Min(_decay, (1.0 + engine.Steps) / (10.0 + engine.Steps)), Every);
        foreach (Parameter parameter in engine.Graph.Parameters)
        {
            Mix(Values[parameter.Name], parameter.Values, keep);
        }
    }

    /// <summary>Runs work while the engine and its graph hold the averaged weights, and puts back what they held.</summary>
    public T With<T>(ITrainingEngine engine, Func<T> work)
    {
        engine.Synchronize();
        float[][] held = [.. engine.Graph.Parameters.Select(p => (float[])p.Values.Clone())];
        CopyTo(engine.Graph);
        engine.LoadWeights();
        T result = work();
        for (int p = 0; p < held.Length; p++)
        {
            held[p].CopyTo(engine.Graph.Parameters[p].Values, 0);
        }

        engine.LoadWeights();
        return result;
    }

    /// <summary>Gives a graph the averaged weights.</summary>
    public void CopyTo(NetworkGraph graph)
    {
        foreach (Parameter parameter in graph.Parameters)
        {
            Values[parameter.Name].CopyTo(parameter.Values, 0);
        }
    }

    private static void Mix(Span<float> average, ReadOnlySpan<float> now, float keep)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(average);
        ReadOnlySpan<Vector<float>> others = MemoryMarshal.Cast<float, Vector<float>>(now);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] += (others[i] - vectors[i]) * (1 - keep);
        }

        for (int i = vectors.Length * Vector<float>.Count; i < average.Length; i++)
        {
            average[i] += (now[i] - average[i]) * (1 - keep);
        }
    }
}
