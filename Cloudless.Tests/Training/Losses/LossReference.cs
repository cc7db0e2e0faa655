using Cloudless.Training.Engines;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Losses;

/// <summary>Losses in float64, term by term as the papers write them, with masks of 0 and 1 and no weights by class: the judge of every engine.</summary>
internal static class LossReference
{
    /// <summary>The loss of a prediction in DN, [N,13,H,W].</summary>
    public static double Compute(double[] prediction, TrainingBatch batch, PixelLoss loss)
    {
        int h = batch.Shape.H, w = batch.Shape.W, plane = h * w, perImage = 13 * plane;
        double sum = 0;
        for (int n = 0; n < batch.Shape.N; n++)
        {
            byte[] mask = batch.Mask.AsSpan(n * plane, plane).ToArray();
            (double cloud, double shadow) = Shares(mask, loss);
            for (int i = 0; i < perImage; i++)
            {
                int pixel = i % plane, x = pixel % w, y = pixel / w;
                double p = prediction[(n * perImage) + i] / 2000;
                double input = Math.Clamp(batch.CloudyBand(n, i / plane)[pixel], 0, 10000) / 2000, t = Target(n, i);
                double onInput = Math.Abs(p - input), onTarget = Math.Abs(p - t);
                double cm = mask[pixel] == 1 ? 1 : 0, sm = mask[pixel] == 2 ? 1 : 0, csm = Math.Max(cm, sm);
                sum += cloud * (((1 - cm) * onInput) + (cm * onTarget));
                sum += shadow * (((1 - sm) * onInput) + (sm * onTarget));
                sum += loss.CoveredTerm * (((1 - csm) * onInput) + (csm * onTarget));
                sum += loss.TargetTerm * onTarget;
                if (x + 1 < w && Counts(mask[pixel]) && Counts(mask[pixel + 1]))
                {
                    sum += loss.GradientWeight * Math.Abs((prediction[(n * perImage) + i + 1] / 2000) - p - (Target(n, i + 1) - t));
                }

                if (y + 1 < h && Counts(mask[pixel]) && Counts(mask[pixel + w]))
                {
                    sum += loss.GradientWeight * Math.Abs((prediction[(n * perImage) + i + w] / 2000) - p - (Target(n, i + w) - t));
                }
            }

            bool Counts(byte pixelClass)
            {
                double onInput = (pixelClass == 1 ? 0 : cloud) + (pixelClass == 2 ? 0 : shadow) + (pixelClass > 0 ? 0 : loss.CoveredTerm);
                double onTarget = cloud + shadow + loss.CoveredTerm + loss.TargetTerm - onInput;
                return loss.GradientScope == GradientScope.All || onTarget - onInput > 1e-9;
            }
        }

        return sum / prediction.Length;

        double Target(int image, int index) => Math.Clamp(batch.Target[(image * perImage) + index], 0, 10000) / 2000;
    }

    private static (double Cloud, double Shadow) Shares(byte[] mask, PixelLoss loss)
    {
        double clouds = mask.Count(m => m == 1), covered = mask.Count(m => m > 0), both = loss.CloudTerm + loss.ShadowTerm;
        return loss.SharesByPatch && covered > 0 ? (both * clouds / covered, both * (1 - (clouds / covered))) : (loss.CloudTerm, loss.ShadowTerm);
    }
}
