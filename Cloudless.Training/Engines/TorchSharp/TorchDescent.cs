using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>A loss's way down: ADAM with its published decays over all weights of a module that are trained, at one rate.</summary>
internal sealed class TorchDescent : IDisposable
{
    // Kingma and Ba 2015.
    private const double Beta1 = 0.9, Beta2 = 0.999;

    private readonly Tensor[] _weights;
    private readonly double _rate, _decay;
    private readonly TorchAdam _optimizer;

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="module">Whose weights go down.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">What of each weight is added to its gradient, as PyTorch's ADAM takes <c>weight_decay</c>.</param>
    public TorchDescent(GraphModule module, double rate, double decay = 0)
    {
        (_weights, _rate, _decay) = ([.. module.Weights.Where(w => w.requires_grad)], rate, decay);
        _optimizer = new TorchAdam(_weights, new long[_weights.Length], Beta1, Beta2);
    }

    /// <summary>One step.</summary>
    /// <param name="loss">One value, which depends on every trained weight.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite; the weights stay as they are.</exception>
    public double Step(Tensor loss)
    {
        double value = loss.to_type(ScalarType.Float64).ToDouble();
        TrainingDivergedException.ThrowUnlessFinite(value, "loss", _optimizer.Step + 1, _rate);
        _optimizer.Update(Decayed(autograd.grad([loss], _weights)), _rate);
        return value;
    }

    private IReadOnlyList<Tensor> Decayed(IEnumerable<Tensor> gradients)
    {
        using IDisposable constant = no_grad();
        return _decay == 0 ? [.. gradients] : [.. gradients.Zip(_weights, (g, w) => g.Plus(w.Times(_decay)))];
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
