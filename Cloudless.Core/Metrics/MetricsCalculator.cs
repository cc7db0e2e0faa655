using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Metrics;

/// <summary>Image quality as the cloud-removal papers measure it (Meraner et al. 2020, section 4.2; Ebel et al. 2023), on all, clear and covered pixels.</summary>
/// <remarks>
/// Nothing is clipped. The published data loaders clip input and target, never the prediction, to 0..10,000 DN; hand in clipped images to meet
/// their figures where a cloudy input passes that range (up to 1 dB on very bright clouds).
/// </remarks>
public static class MetricsCalculator
{
    private const double ReflectancePerDn = 1.0 / 10_000;

    /// <summary>Compares a prediction with the cloud-free target, and with the cloudy input where that is clear.</summary>
    /// <param name="prediction">P, [C,H,W], DN with the offset taken out; any range.</param>
    /// <param name="target">T, same shape and unit.</param>
    /// <param name="input">I, same shape and unit; null leaves out <see cref="MetricsReport.Reproduction"/>.</param>
    /// <param name="mask">[1,H,W], values of <see cref="PixelClass"/>; nodata pixels are left out everywhere. Null: all pixels count, undivided.</param>
    /// <param name="ssim">Whether to compute SSIM, by far the costliest metric.</param>
    /// <returns>Metrics in reflectance, dB and degrees.</returns>
    /// <exception cref="RasterMismatchException">The shapes differ.</exception>
    /// <remarks>Thread-safe. Holds a few rows of work, and one byte per pixel where no mask is given.</remarks>
    public static MetricsReport Compute(
        Raster<float> prediction, Raster<float> target, Raster<float>? input = null, Raster<byte>? mask = null, bool ssim = true)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        Check(prediction, target.Channels, target.Height, target.Width, "target");
        if (mask is not null)
        {
            Check(prediction, prediction.Channels, mask.Height, mask.Width, "mask");
        }

        (ErrorSums clear, ErrorSums covered) = Sums(prediction, target, mask, ssim);
        ErrorSums? reproduction = null;
        if (input is not null && mask is not null)
        {
            Check(prediction, input.Channels, input.Height, input.Width, "input");
            reproduction = Sums(prediction, input, mask, ssim).Clear;
        }

        return new MetricsReport
        {
            All = ErrorSums.Union(clear, covered).ToMetrics(),
            Clear = mask is null ? null : clear.ToMetrics(),
            Covered = mask is null ? null : covered.ToMetrics(),
            Reproduction = reproduction?.ToMetrics(),
        };
    }

    private static void Check(Raster<float> prediction, int channels, int height, int width, string name)
    {
        if (prediction.Channels != channels || prediction.Height != height || prediction.Width != width)
        {
            throw new RasterMismatchException(
                $"The prediction is [{prediction.Channels},{prediction.Height},{prediction.Width}], the {name} [{channels},{height},{width}]. Give images of one size and the same bands.");
        }
    }

    private static (ErrorSums Clear, ErrorSums Covered) Sums(Raster<float> a, Raster<float> b, Raster<byte>? mask, bool ssim)
    {
        ReadOnlySpan<byte> classes = mask is null ? new byte[a.PlaneLength] : mask.Data;
        var clear = new ErrorSums(a.Channels);
        var covered = new ErrorSums(a.Channels);
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] != PixelClass.NoData)
            {
                AddPixel(a, b, i, PixelClass.IsCovered(classes[i]) ? covered : clear);
            }
        }

        if (ssim)
        {
            AddSimilarity(a, b, classes, clear, covered);
        }

        return (clear, covered);
    }

    private static void AddPixel(Raster<float> a, Raster<float> b, int pixel, ErrorSums sums)
    {
        double dot = 0, normA = 0, normB = 0;
        for (int c = 0, i = pixel; c < a.Channels; c++, i += a.PlaneLength)
        {
            double va = a.Data[i] * ReflectancePerDn, vb = b.Data[i] * ReflectancePerDn;
            sums.Add(c, va - vb);
            dot += va * vb;
            normA += va * va;
            normB += vb * vb;
        }

        sums.Pixels++;
        if (normA != 0 && normB != 0)
        {
            // Rounding can push the cosine of equal spectra past 1.
            double cosine = Math.Clamp(dot / Math.Sqrt(normA * normB), -1, 1);
            sums.Angle = (sums.Angle.Sum + (Math.Acos(cosine) * 180 / Math.PI), sums.Angle.Count + 1);
        }
    }

    private static void AddSimilarity(Raster<float> a, Raster<float> b, ReadOnlySpan<byte> classes, ErrorSums clear, ErrorSums covered)
    {
        var map = new SsimMap(a.Height, a.Width);
        var row = new double[a.Width];
        for (int c = 0; c < a.Channels; c++)
        {
            for (int y = 0; y < a.Height; y++)
            {
                map.Row(a.Channel(c), b.Channel(c), ReflectancePerDn, y, row);
                bool innerRow = y >= SsimMap.Radius && y < a.Height - SsimMap.Radius;
                for (int x = 0; x < row.Length; x++)
                {
                    byte pixelClass = classes[(y * a.Width) + x];
                    if (pixelClass == PixelClass.NoData)
                    {
                        continue;
                    }

                    ErrorSums sums = PixelClass.IsCovered(pixelClass) ? covered : clear;
                    sums.Similarity = (sums.Similarity.Sum + row[x], sums.Similarity.Count + 1);
                    if (innerRow && x >= SsimMap.Radius && x < row.Length - SsimMap.Radius)
                    {
                        sums.InnerSimilarity = (sums.InnerSimilarity.Sum + row[x], sums.InnerSimilarity.Count + 1);
                    }
                }
            }
        }
    }
}
