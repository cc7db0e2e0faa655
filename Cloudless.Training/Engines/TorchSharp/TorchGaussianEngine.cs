using Cloudless.Networks;
using Cloudless.Training.Losses;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Trains a network that gives a variance beside the image, by the negative logarithm of the Gaussian likelihood with a diagonal covariance (Ebel et al. 2023; Nix and Weigend 1994).</summary>
internal sealed class TorchGaussianEngine(NetworkGraph graph, Device device, ScalarType type, double beta1, double? maximumNorm) : TorchAdamEngine(graph, device, type, beta1, maximumNorm)
{
    // A network unit is 2000 DN, as in every loss.
    private const float Unit = DSen2Cr.OpticalScale;

    /// <summary>The mean of ln(variance) / 2 + (P - T)^2 / (2 variance) over all values, in network units; what does not depend on the network is left out.</summary>
    /// <param name="mean">[N,13,H,W], DN.</param>
    /// <param name="variance">[N,13,H,W], squared DN, above 0.</param>
    /// <param name="target">[N,13,H,W], DN.</param>
    public static Tensor Likelihood(Tensor mean, Tensor variance, Tensor target)
    {
        Tensor spread = variance.Times(1 / (Unit * Unit)), error = mean.sub(target).Times(1 / Unit);
        return spread.log().Plus(error.Squared().div(spread)).mean().Times(0.5);
    }

    /// <inheritdoc/>
    protected override Tensor Lose(IReadOnlyList<Tensor> outputs, Tensor input, Tensor target, double learningRate) => Likelihood(outputs[0], outputs[1], target);

    /// <inheritdoc/>
    protected override Tensor Judge(IReadOnlyList<Tensor> outputs, Tensor input, TrainingBatch batch, PixelLoss loss) => Likelihood(outputs[0], outputs[1], Target(batch));
}
