using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// The cloud and cloud-shadow mask of the DSen2-CR papers (Meraner et al. 2020, section 3.3, constants as coded): for losses, metrics and the
/// <c>mask</c> command. Shadow is relative to the image's own statistics, so a clear image always has some; <see cref="RemovalMask"/> decides
/// what is repainted.
/// </summary>
/// <remarks>
/// All methods are thread-safe, take float or uint16 DN with the same result, and give the same bits for every number of threads. An image is walked
/// twice, once for the statistics (3 bands) and once for everything else (7 bands); other bands are read only to tell nodata.
/// </remarks>
public static unsafe class CloudShadowMask
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
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, CloudMaskOptions options, Span<byte> pixelClass, Span<float> score = default, int threads = 0) =>
        Compute<float>(optical, height, width, options, statistics: null, pixelClass, score, threads);

    /// <summary>Classifies an image by its own statistics, straight from the samples of a product.</summary>
    /// <param name="optical">[13,H,W] as above; uint16 DN without an offset.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Constants, threshold and nodata rule.</param>
    /// <param name="pixelClass">[H,W], overwritten; values of <see cref="PixelClass"/>.</param>
    /// <param name="score">[H,W], overwritten with the cloud score; or empty.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<ushort> optical, int height, int width, CloudMaskOptions options, Span<byte> pixelClass, Span<float> score = default, int threads = 0) =>
        Compute<ushort>(optical, height, width, options, statistics: null, pixelClass, score, threads);

    /// <summary>Classifies a window by statistics gathered elsewhere, e.g. over the whole scene.</summary>
    /// <param name="optical">[13,H,W] as above; the window with <see cref="Halo"/> pixels around its core, cut at the scene's edge.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Constants, threshold and nodata rule.</param>
    /// <param name="statistics">Brightness statistics of the whole scene.</param>
    /// <param name="pixelClass">[H,W], overwritten; equal to the whole scene's classes in the core.</param>
    /// <param name="score">[H,W], overwritten with the cloud score; or empty.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, CloudMaskOptions options, ShadowStatistics statistics, Span<byte> pixelClass,
        Span<float> score = default, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        Compute<float>(optical, height, width, options, statistics, pixelClass, score, threads);
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

    private static void Compute<T>(
        ReadOnlySpan<T> optical, int height, int width, CloudMaskOptions options, ShadowStatistics? statistics, Span<byte> pixelClass,
        Span<float> score, int threads)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        fixed (T* samples = optical)
        fixed (byte* classes = pixelClass)
        fixed (float* scores = score)
        {
            var bands = new OpticalPlanes<T>(samples, optical.Length, height, width);
            bands.CheckPlane(pixelClass.Length, nameof(pixelClass));
            if (!score.IsEmpty)
            {
                bands.CheckPlane(score.Length, nameof(score));
            }

            if (statistics is null)
            {
                statistics = new ShadowStatistics();
                statistics.Add(bands, options.MarkNoData, threads);
            }

            var dark = new DarkTest(statistics.CsiThreshold, statistics.BlueThreshold);
            var tiling = new Tiling(height, width);
            TileJobs.Run(new MaskTileJob<T>(bands, tiling, options, dark, scores, classes), tiling.Count, threads);
        }
    }
}
