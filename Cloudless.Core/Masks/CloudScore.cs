using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The soft spectral cloud score of dsen2-cr (Schmitt et al. 2019; Meraner et al. 2020, fig. 5; constants as in the papers' code).</summary>
/// <remarks>
/// Thread-safe. The image is walked once, in tiles whose filters work in the cache, on several threads; the result has the same bits for every
/// number of threads. Only the bands of the tests are read. Rents about 250 KB a thread from the shared pool.
/// </remarks>
public static unsafe class CloudScore
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
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, CloudMaskOptions options, Span<float> score, int threads = 0) =>
        Compute<float>(optical, height, width, options, score, threads);

    /// <summary>As for single precision and with the same result, but straight from the samples of a product.</summary>
    /// <param name="optical">[13,H,W] as above; uint16 DN without an offset.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Constants and tests, as above.</param>
    /// <param name="score">[H,W], overwritten; 0.00001..1, not calibrated.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<ushort> optical, int height, int width, CloudMaskOptions options, Span<float> score, int threads = 0) =>
        Compute<ushort>(optical, height, width, options, score, threads);

    private static void Compute<T>(ReadOnlySpan<T> optical, int height, int width, CloudMaskOptions options, Span<float> score, int threads)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        fixed (T* samples = optical)
        fixed (float* scores = score)
        {
            var bands = new OpticalPlanes<T>(samples, optical.Length, height, width);
            bands.CheckPlane(score.Length, nameof(score));
            var tiling = new Tiling(height, width);
            TileJobs.Run(new MaskTileJob<T>(bands, tiling, options, dark: default, scores, pixelClass: null), tiling.Count, threads);
        }
    }
}
