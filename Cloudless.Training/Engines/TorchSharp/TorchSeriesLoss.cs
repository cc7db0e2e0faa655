using Cloudless.Networks;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>The pixel term of internal learning (Ebel et al. 2022, equation 5) as tensors.</summary>
internal static class TorchSeriesLoss
{
    /// <summary>
    /// The mean of ((P - T) / 10000)^2 over the values that count, T clipped to 0..10000 DN: the squared norm of the work the equation is from, as a mean, so that it does not depend on how much
    /// is clear.
    /// </summary>
    /// <param name="prediction">[1,T,B,H,W], DN.</param>
    /// <param name="target">[1,T,B,H,W], DN.</param>
    /// <param name="use">[1,T,1,H,W]: 1 where a pixel counts, else 0.</param>
    /// <returns>One value; 0 where no pixel counts. It belongs to the current scope.</returns>
    public static Tensor Compute(Tensor prediction, Tensor target, Tensor use)
    {
        Tensor difference = prediction.sub(target.Clipped(0, DSen2Cr.OpticalMaximum)).Times(1 / DSen2Cr.OpticalMaximum).mul(use);
        return difference.Squared().sum().div(use.sum().Times(prediction.shape[2]).AtLeast(1));
    }
}
