using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>NAdam over arrays, the parameters' values cut into chunks for all threads; the rule is in <see cref="NAdamCoefficients"/>.</summary>
/// <remarks>Holds the weights under training; not thread-safe.</remarks>
internal sealed class NAdamOptimizer : IParallelJob
{
    private readonly NetworkGraph _graph;
    private readonly NAdamOptions _options;
    private readonly float[][] _first;
    private readonly float[][] _second;
    private readonly ParameterChunk[] _chunks;
    private float[][] _gradients = [];
    private NAdamCoefficients _coefficients;
    private double _schedule = 1;

    public NAdamOptimizer(NetworkGraph graph, NAdamOptions options)
    {
        (_graph, _options) = (graph, options);
        Weights = [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
        _chunks = ParameterChunk.Cut(Weights);
        _first = [.. Weights.Select(w => new float[w.Length])];
        _second = [.. Weights.Select(w => new float[w.Length])];
    }

    /// <summary>Current weights in the graph's order of parameters.</summary>
    public float[][] Weights { get; }

    /// <summary>Updates done.</summary>
    public long Step { get; private set; }

    /// <summary>One update with gradients in the order of <see cref="Weights"/>; their global norm is finite.</summary>
    public void Update(float[][] gradients, double norm, double learningRate, ComputePool pool)
    {
        Step++;
        _coefficients = NAdamCoefficients.Of(_options, Step, ref _schedule, norm, learningRate);
        _gradients = gradients;
        pool.Run(this, _chunks.Length);
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        ParameterChunk chunk = _chunks[item];
        NAdamRule.Apply(in _coefficients, chunk.Of(_gradients), chunk.Of(_first), chunk.Of(_second), chunk.Of(Weights));
    }

    /// <summary>A copy of the state.</summary>
    public NAdamState Save() => new(Step, _schedule, [.. _first.Select(Copy)], [.. _second.Select(Copy)]);

    /// <summary>Takes over a state, and the weights of the graph.</summary>
    /// <exception cref="ArgumentException">The state is of another graph.</exception>
    public void Load(NAdamState state)
    {
        state.RequireFits(_graph);
        LoadWeights();
        for (int p = 0; p < Weights.Length; p++)
        {
            state.FirstMoments[p].CopyTo(_first[p], 0);
            state.SecondMoments[p].CopyTo(_second[p], 0);
        }

        (Step, _schedule) = (state.Step, state.MomentumSchedule);
    }

    /// <summary>Takes over the weights of the graph and keeps the rest.</summary>
    public void LoadWeights()
    {
        for (int p = 0; p < Weights.Length; p++)
        {
            _graph.Parameters[p].Values.CopyTo(Weights[p], 0);
        }
    }

    private static float[] Copy(float[] values) => (float[])values.Clone();
}
