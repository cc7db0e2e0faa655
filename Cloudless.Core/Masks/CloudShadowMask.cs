using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// The cloud and cloud-shadow mask of the DSen2-CR papers (Meraner et al. 2020, section 3.3, constants as coded): for losses, metrics and the
/// <c>mask</c> command. Shadow is relative to the image's own statistics, so a clear image always has some; <see cref="RemovalMask"/> decides
/// what is repainted.
/// </summary>
/// <remarks>All methods are thread-safe.</remarks>
public static class CloudShadowMask
{
    /// <summary>Pixels to each side that a class depends on, the statistics aside.</summary>
    public const int Halo = CloudScore.Halo;

    /// <summary>Classifies an image by its own statistics.</summary>
    /// <param name="optical">[13,H,W], planar, band order of <see cref="Sentinel2Band.All"/>; DN with the offset taken out, not clipped; no NaN.</param>
    /// <param name="height">H, at least 1; any size, also below the filters'.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Constants, threshold and nodata rule.</param>
    /// <param name="pixelClass">[H,W], overwritten; values of <see cref="PixelClass"/>.</param>
    /// <param name="score">[H,W], overwritten with the cloud score (0.00001..1); or empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, CloudMaskOptions options, Span<byte> pixelClass, Span<float> score = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var statistics = new ShadowStatistics();
        statistics.Add(optical, height, width, options.MarkNoData);
        Compute(optical, height, width, options, statistics, pixelClass, score);
    }

    /// <summary>Classifies a window by statistics gathered elsewhere, e.g. over the whole scene.</summary>
    /// <param name="optical">[13,H,W] as above; the window with <see cref="Halo"/> pixels around its core, cut at the scene's edge.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Constants, threshold and nodata rule.</param>
    /// <param name="statistics">Brightness statistics of the whole scene.</param>
    /// <param name="pixelClass">[H,W], overwritten; equal to the whole scene's classes in the core.</param>
    /// <param name="score">[H,W], overwritten with the cloud score; or empty.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, CloudMaskOptions options, ShadowStatistics statistics, Span<byte> pixelClass, Span<float> score = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(statistics);
        var bands = new OpticalPlanes(optical, height, width);
        bands.CheckPlane(pixelClass.Length, nameof(pixelClass));
        float[]? rented = score.IsEmpty ? ArrayPool<float>.Shared.Rent(bands.Length) : null;
        try
        {
            Span<float> cloud = rented is null ? score : rented.AsSpan(0, bands.Length);
            CloudScore.Compute(optical, height, width, options, cloud);
            ShadowTest.Compute(bands, height, width, statistics, options.MarkNoData, pixelClass);
            Combine(bands, options, cloud, pixelClass);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Classifies an image by its own statistics.</summary>
    /// <param name="optical">[13,H,W], DN as above.</param>
    /// <param name="options">Constants, threshold and nodata rule; null for the defaults.</param>
    /// <returns>[1,H,W], values of <see cref="PixelClass"/>.</returns>
    /// <exception cref="ArgumentException">The raster does not have 13 channels, or an option is out of range.</exception>
    public static Raster<byte> Compute(Raster<float> optical, CloudMaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optical);
        var pixelClass = new Raster<byte>(1, optical.Height, optical.Width);
        Compute(optical.Data, optical.Height, optical.Width, options ?? new CloudMaskOptions(), pixelClass.Data);
        return pixelClass;
    }

    // On entry the classes are 0 or 1 = shadow.
    private static void Combine(OpticalPlanes bands, CloudMaskOptions options, ReadOnlySpan<float> score, Span<byte> pixelClass)
    {
        float threshold = (float)options.Threshold;
        for (int i = 0; i < pixelClass.Length; i++)
        {
            byte shadow = pixelClass[i] != 0 ? PixelClass.Shadow : PixelClass.Clear;
            pixelClass[i] = options.MarkNoData && bands.IsNoData(i) ? PixelClass.NoData
                : score[i] >= threshold ? PixelClass.Cloud
                : shadow;
        }
    }
}
