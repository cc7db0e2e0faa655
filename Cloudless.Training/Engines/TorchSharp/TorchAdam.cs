using Cloudless.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>
/// ADAM (Kingma and Ba 2015) over tensors, each from a step of its own: weights that are frozen at first would else make their first move with moments that are corrected as if they
/// were old.
/// </summary>
internal sealed class TorchAdam : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly IReadOnlyList<Tensor> _weights;
    private readonly IReadOnlyList<long> _from;
    private readonly double _beta1, _beta2;
    private readonly Tensor[] _first, _second;

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="weights">What is updated, in the graph's order of parameters.</param>
    /// <param name="from">Steps for which each stays as it is.</param>
    /// <param name="beta1">Decay of the first moment.</param>
    /// <param name="beta2">Decay of the second moment.</param>
    public TorchAdam(IReadOnlyList<Tensor> weights, IReadOnlyList<long> from, double beta1, double beta2)
    {
        (_weights, _from, _beta1, _beta2) = (weights, from, beta1, beta2);
        _first = [.. weights.Select(w => zeros(w.shape, ScalarType.Float32, w.device))];
        _second = [.. weights.Select(w => zeros(w.shape, ScalarType.Float32, w.device))];
    }

    /// <summary>Updates done.</summary>
    public long Step { get; private set; }

    /// <summary>Which weights the next update moves.</summary>
    public IReadOnlyList<int> Moving => [.. Enumerable.Range(0, _weights.Count).Where(i => _from[i] <= Step)];

    /// <summary>One update.</summary>
    /// <param name="gradients">Of <see cref="Moving"/>, in its order.</param>
    /// <param name="rate">Learning rate.</param>
    public void Update(IReadOnlyList<Tensor> gradients, double rate)
    {
        using IDisposable constant = no_grad();
        IReadOnlyList<int> moving = Moving;
        Step++;

        // Held here, as TorchNumbers says why, once for all tensors.
        using Scalar keep1 = _beta1, take1 = 1 - _beta1, keep2 = _beta2, take2 = 1 - _beta2, one = 1d, back = -1d, epsilon = Epsilon;
        for (int k = 0; k < moving.Count; k++)
        {
            using var scope = NewDisposeScope();
            int i = moving[k];
            long age = Step - _from[i];
            using Scalar seen = 1 - Math.Pow(_beta2, age), way = rate / (1 - Math.Pow(_beta1, age));
            _first[i].mul_(keep1).add_(gradients[k].mul(take1), one);
            _second[i].mul_(keep2).add_(gradients[k].Squared().mul(take2), one);
            Tensor root = _second[i].div(seen).sqrt().add(epsilon, one);
            _weights[i].add_(_first[i].div(root).mul(way), back);
        }
    }

    /// <summary>A copy of the state; the momentum schedule, which ADAM has not, is 1.</summary>
    public NAdamState Save() => new(Step, 1, [.. _first.Select(TorchArrays.ToArray)], [.. _second.Select(TorchArrays.ToArray)]);

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

        Step = state.Step;
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
