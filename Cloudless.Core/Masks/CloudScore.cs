using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The soft spectral cloud score of dsen2-cr (Schmitt et al. 2019; Meraner et al. 2020, fig. 5; constants as in the papers' code).</summary>
public static class CloudScore
{
    /// <summary>Pixels to each side that a score depends on: a window read with this halo gives the scores of the whole image in its core.</summary>
    public const int Halo = GreyClosing.Halo + BoxMean.Halo;

    /// <summary>
    /// Computes the score: minimum of the spectral ramps, grey closing 5x5 (mirrored border), mean over 7x7 (zeros outside, in double
    /// precision), clip to 0.00001..1. Near the image's edge the zeros lower it.
    /// </summary>
    /// <param name="optical">[13,H,W], planar, band order of <see cref="Sentinel2Band.All"/>; DN with the offset taken out, not clipped; no NaN.</param>
    /// <param name="height">H, at least 1; any size, also below the filters'.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Constants and tests. With <see cref="CloudMaskOptions.MarkNoData"/>, nodata has a raw score of 0.</param>
    /// <param name="score">[H,W], overwritten; 0.00001..1, not calibrated.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    /// <remarks>Thread-safe. Rents two planes of single precision and one row of double precision from the shared pool.</remarks>
    public static void Compute(ReadOnlySpan<float> optical, int height, int width, CloudMaskOptions options, Span<float> score)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var bands = new OpticalPlanes(optical, height, width);
        bands.CheckPlane(score.Length, nameof(score));
        float[] planes = ArrayPool<float>.Shared.Rent(2 * bands.Length);
        double[] row = ArrayPool<double>.Shared.Rent(BoxMean.WorkLength(width));
        try
        {
            Span<float> closed = planes.AsSpan(0, bands.Length);
            SpectralTests.Score(bands, options, score);
            if (options.MarkNoData)
            {
                ClearNoData(bands, score);
            }

            GreyClosing.Apply(score, height, width, planes.AsSpan(bands.Length, bands.Length), closed);
            BoxMean.Apply(closed, height, width, row.AsSpan(0, BoxMean.WorkLength(width)), score);
            foreach (ref float s in score)
            {
                s = Math.Clamp(s, 0.00001f, 1f);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(planes);
            ArrayPool<double>.Shared.Return(row);
        }
    }

    // A zero spectrum scores -3 and would erase the cloud beside it; 0 is what the box finds outside of the image.
    private static void ClearNoData(OpticalPlanes bands, Span<float> score)
    {
        for (int i = 0; i < score.Length; i++)
        {
            if (bands.IsNoData(i))
            {
                score[i] = 0;
            }
        }
    }
}
