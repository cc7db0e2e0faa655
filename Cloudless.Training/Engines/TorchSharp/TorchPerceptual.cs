using Cloudless.Networks;
using Cloudless.Training.Perceptual;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>The perceptual term (Ebel et al. 2022, SEN12MS-CR-TS, equations 3 and 6) as tensors.</summary>
/// <remarks>The network that it sees with stays as it is: no gradient reaches its weights, and its normalization takes the kept means.</remarks>
internal sealed class TorchPerceptual : IDisposable
{
    private readonly GraphModule _features;

    /// <summary>Puts the network on a device.</summary>
    public TorchPerceptual(PerceptualNetwork network, Device device, ScalarType type)
    {
        _features = new GraphModule(network.Features, device, type);
        foreach (Tensor weights in _features.Weights)
        {
            weights.requires_grad_(false);
        }

        _features.eval();
    }

    /// <summary>
    /// The sum over <see cref="Vgg16.PerceptualValues"/> of the mean of (F(P) - F(T))^2 over the features that count: the squared norm, as a mean, so that layers of every size weigh the same.
    /// </summary>
    /// <param name="prediction">[N,13,H,W], DN.</param>
    /// <param name="target">[N,13,H,W], DN.</param>
    /// <param name="use">[N,1,H,W]: 1 where a pixel counts, else 0; a feature counts where all pixels of its cell do. Null where all count.</param>
    /// <returns>One value, 0 where none counts. It belongs to the current scope.</returns>
    public Tensor Compute(Tensor prediction, Tensor target, Tensor? use)
    {
        IReadOnlyList<Tensor> expected;
        using (no_grad())
        {
            expected = _features.Outputs(target);
        }

        IReadOnlyList<Tensor> found = _features.Outputs(prediction);
        Tensor weights = use ?? ones([prediction.shape[0], 1, prediction.shape[2], prediction.shape[3]], ScalarType.Float32, prediction.device);
        Tensor sum = zeros([], ScalarType.Float32, prediction.device);
        for (int i = 0; i < found.Count; i++)
        {
            if (i > 0)
            {
                // The least of 2 x 2: what is not used must not tell in the deeper layers either.
                weights = nn.functional.max_pool2d(weights.neg(), [2L, 2], [2L, 2]).neg();
            }

            Tensor squares = found[i].sub(expected[i]).Squared().mul(weights).sum();
            sum = sum.Plus(squares.div(weights.sum().Times(found[i].shape[1]).AtLeast(1)));
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose() => _features.Dispose();
}
