using Cloudless.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>
/// NAdam over tensors by <see cref="NAdamCoefficients"/>, as the CPU engine does it: with TorchSharp's own, state could not go from one engine to the other, and in some versions it
/// is not NAdam.
/// </summary>
internal sealed class TorchNAdam : IDisposable
{
    private readonly NAdamOptions _options;
    private readonly IReadOnlyList<Tensor> _weights;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private double _schedule = 1;

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="weights">What is updated, in the graph's order of parameters.</param>
    /// <param name="options">Constants.</param>
    public TorchNAdam(IReadOnlyList<Tensor> weights, NAdamOptions options)
    {
        (_weights, _options) = (weights, options);
        _first = [.. weights.Select(w => zeros(w.shape, ScalarType.Float32, w.device))];
        _second = [.. weights.Select(w => zeros(w.shape, ScalarType.Float32, w.device))];
    }

    /// <summary>Updates done.</summary>
    public long Step { get; private set; }

    /// <summary>One update.</summary>
    /// <param name="gradients">In the order of the weights.</param>
    /// <param name="norm">Their Euclidean norm together, finite.</param>
    /// <param name="learningRate">Rate of the step.</param>
    public void Update(IReadOnlyList<Tensor> gradients, double norm, double learningRate)
    {
        using IDisposable constant = no_grad();
        Step++;
        NAdamCoefficients step = NAdamCoefficients.Of(_options, Step, ref _schedule, norm, learningRate);

        // Held here, as TorchNumbers says why, once for all tensors.
        using Scalar clip = step.Clip, keep1 = step.Keep1, take1 = step.Take1, keep2 = step.Keep2, take2 = step.Take2, one = 1d,
            onGradient = step.OnGradient, onMoment = step.OnMoment, onSecond = step.OnSecond, epsilon = step.Epsilon;
        for (int i = 0; i < _weights.Count; i++)
        {
            using var scope = NewDisposeScope();
            Tensor g = gradients[i].mul(clip);
            _first[i].mul_(keep1).add_(g.mul(take1), one);
            _second[i].mul_(keep2).add_(g.mul(take2).mul(g), one);
            Tensor change = g.mul(onGradient).add(_first[i].mul(onMoment), one);
            _weights[i].sub_(change.div(_second[i].mul(onSecond).sqrt().add(epsilon, one)));
        }
    }

    /// <summary>A copy of the state.</summary>
    public NAdamState Save() => new(Step, _schedule, [.. _first.Select(TorchArrays.ToArray)], [.. _second.Select(TorchArrays.ToArray)]);

    /// <summary>Takes over a state.</summary>
    /// <exception cref="ArgumentException">The state is of another graph.</exception>
    public void Load(NAdamState state, NetworkGraph graph)
    {
        state.RequireFits(graph);
        for (int i = 0; i < _weights.Count; i++)
        {
            TorchArrays.Replace(_first[i], state.FirstMoments[i]);
            TorchArrays.Replace(_second[i], state.SecondMoments[i]);
        }

        (Step, _schedule) = (state.Step, state.MomentumSchedule);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor moment in _first.Concat(_second))
        {
            moment.Dispose();
        }
    }
}
