using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Metrics;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>One method on one patch. Masks are dsen2-cr's on the whole cloudy image; input and target are clipped to 0..10000 DN, the prediction is not, as in the published code.</summary>
/// <param name="Patch">Id of the patch.</param>
/// <param name="Scene">Its scene.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="CloudCover">Share of cloud pixels in the cloudy image, 0..1.</param>
/// <param name="Covered">Share of cloud and shadow pixels, 0..1.</param>
/// <param name="Metrics">Reflectance, dB, degrees.</param>
/// <param name="SamOfImage">Spectral angle in degrees as UnCRtainTS has it: NaN for an image with a pixel whose spectrum is all zero.</param>
public sealed record PatchScore(string Patch, string Scene, string Method, double CloudCover, double Covered, MetricsReport Metrics, double SamOfImage)
{
    /// <summary>Judges a prediction.</summary>
    internal static PatchScore Of(EvaluationPatch patch, string method, Raster<float> prediction)
    {
        MetricsReport metrics = MetricsCalculator.Compute(prediction, patch.Target, patch.Input, patch.Mask);
        if (metrics.All is null)
        {
            throw new CloudlessException($"Patch {patch.Id} has no pixel with data. Leave it out.");
        }

        bool empty = HasEmptySpectrum(prediction) || HasEmptySpectrum(patch.Target);
        return new PatchScore(
            patch.Id, patch.Scene, method, patch.Share(c => c == PixelClass.Cloud), patch.Share(PixelClass.IsCovered), metrics, empty ? double.NaN : metrics.All.SamDegrees);
    }

    private static bool HasEmptySpectrum(Raster<float> image)
    {
        for (int pixel = 0; pixel < image.PlaneLength; pixel++)
        {
            int band = 0;
            while (band < image.Channels && image.Data[(band * image.PlaneLength) + pixel] == 0)
            {
                band++;
            }

            if (band == image.Channels)
            {
                return true;
            }
        }

        return false;
    }
}
