using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>
/// NAdam as Keras and torch compute it: mu_t = b1 (1 - 0.5 * 0.96^(t d)), P_t = product of mu up to t,
/// p -= lr ((1 - mu_t) g / (1 - P_t) + mu_(t+1) m / (1 - P_t mu_(t+1))) / (sqrt(v / (1 - b2^t)) + eps).
/// </summary>
/// <remarks>Holds the weights under training; not thread-safe.</remarks>
internal sealed class NAdamOptimizer : IParallelJob
{
    private readonly NetworkGraph _graph;
    private readonly NAdamOptions _options;
    private readonly float[][] _first;
    private readonly float[][] _second;
    private readonly ParameterChunk[] _chunks;
    private float[][] _gradients = [];
    private NAdamRule _rule;
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
        double mu = Momentum(Step), next = Momentum(Step + 1);
        _schedule *= mu;
        _rule = new NAdamRule
        {
            Clip = (float)Math.Min(1, (_options.MaximumGradientNorm ?? double.PositiveInfinity) / Math.Max(norm, double.Epsilon)),
            OnGradient = (float)(learningRate * (1 - mu) / (1 - _schedule)),
            OnMoment = (float)(learningRate * next / (1 - (_schedule * next))),
            OnSecond = (float)(1 / (1 - Math.Pow(_options.Beta2, Step))),
            Keep1 = (float)_options.Beta1,
            Take1 = (float)(1 - _options.Beta1),
            Keep2 = (float)_options.Beta2,
            Take2 = (float)(1 - _options.Beta2),
            Epsilon = (float)_options.Epsilon,
        };
        _gradients = gradients;
        pool.Run(this, _chunks.Length);
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        ParameterChunk chunk = _chunks[item];
        _rule.Apply(chunk.Of(_gradients), chunk.Of(_first), chunk.Of(_second), chunk.Of(Weights));
    }

    /// <summary>A copy of the state.</summary>
    public NAdamState Save() => new(Step, _schedule, [.. _first.Select(Copy)], [.. _second.Select(Copy)]);

    /// <summary>Takes over a state, and the weights of the graph.</summary>
    /// <exception cref="ArgumentException">The state is of another graph.</exception>
    public void Load(NAdamState state)
    {
        if (!Fits(state.FirstMoments) || !Fits(state.SecondMoments) || state.Step < 0)
        {
            throw new ArgumentException(
                $"The optimizer's state (step {state.Step}, {state.FirstMoments.Sum(m => (long)m.Length)} moments) is of another network; this one has {_graph.ParameterCount} parameters. Load the checkpoint with the network it was saved with.",
                nameof(state));
        }

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

    private double Momentum(long t) => _options.Beta1 * (1 - (0.5 * Math.Pow(0.96, t * _options.ScheduleDecay)));

    private bool Fits(IReadOnlyList<float[]> moments) => moments.Select(m => m.Length).SequenceEqual(Weights.Select(w => w.Length));

    private static float[] Copy(float[] values) => (float[])values.Clone();
}
