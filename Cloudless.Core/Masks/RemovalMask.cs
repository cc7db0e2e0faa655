using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// Decides what is repainted, and how much: clouds by score and by B10, haze beside them, and dark land near them, all grown a little. Own design
/// (docs/design.md), because the papers' mask finds shadow in every clear image. Outside of the mask pixels stay bit-identical.
/// </summary>
/// <remarks>
/// Shadow is dark against the mean of the cloud-free pixels of the image, which keeps bright clouds from declaring all land dark; these
/// <see cref="ShadowStatistics"/> are the one thing that is global. The rest reaches <see cref="RemovalMaskOptions.Halo"/> pixels. Linear in
/// the pixels. All methods are thread-safe, work on several threads with the same bits for every number of them, and rent their work (about 15
/// bytes a pixel) from the shared pools.
/// </remarks>
public static unsafe class RemovalMask
{
    /// <summary>Pixels this near to a thick cloud stay out of the shadow statistics: they are haze.</summary>
    internal const int StatisticsGap = 2;

    /// <summary>Computes the weights of an image by its own statistics.</summary>
    /// <param name="optical">[13,H,W], planar, band order of <see cref="Sentinel2Band.All"/>; DN with the offset taken out; all bands 0 is nodata; no NaN.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">What to repaint.</param>
    /// <param name="weight">[H,W], overwritten: 0 keep the input's bits (also nodata), 1 take the prediction, between them a ramp inside the mask.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(ReadOnlySpan<float> optical, int height, int width, RemovalMaskOptions options, Span<float> weight, int threads = 0)
    {
        var statistics = new ShadowStatistics();
        Run(optical, height, width, options, statistics, new Window(0, 0, width, height), weight, threads);
    }

    /// <summary>Computes the weights of a window by statistics gathered over the whole scene.</summary>
    /// <param name="optical">[13,H,W] as above: the window with <see cref="RemovalMaskOptions.Halo"/> pixels around its core, cut at the scene's edge.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">What to repaint.</param>
    /// <param name="statistics">Of the whole scene, by <see cref="Gather"/>.</param>
    /// <param name="weight">[H,W], overwritten; equal to the whole scene's weights in the core.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or an option is out of range.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, RemovalMaskOptions options, ShadowStatistics statistics, Span<float> weight, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        Run(optical, height, width, options, statistics, core: null, weight, threads);
    }

    /// <summary>Counts the cloud-free pixels of a window's core into the shadow statistics of a scene.</summary>
    /// <param name="optical">[13,H,W] as above, with halo.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">What to repaint.</param>
    /// <param name="core">The part of the window to count, in its own coordinates; the cores of all windows tile the scene.</param>
    /// <param name="statistics">Changed.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, the core leaves the window, or an option is out of range.</exception>
    public static void Gather(
        ReadOnlySpan<float> optical, int height, int width, RemovalMaskOptions options, Window core, ShadowStatistics statistics, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        Run(optical, height, width, options, statistics, core, weight: default, threads);
    }

    /// <summary>Computes the weights of an image by its own statistics.</summary>
    /// <param name="optical">[13,H,W], DN as above.</param>
    /// <param name="options">What to repaint; null for the defaults.</param>
    /// <returns>[1,H,W], 0..1.</returns>
    /// <exception cref="ArgumentException">The raster does not have 13 channels, or an option is out of range.</exception>
    public static Raster<float> Compute(Raster<float> optical, RemovalMaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optical);
        var weight = new Raster<float>(1, optical.Height, optical.Width);
        Compute(optical.Data, optical.Height, optical.Width, options ?? new RemovalMaskOptions(), weight.Data);
        return weight;
    }

    private static void Run(
        ReadOnlySpan<float> optical, int height, int width, RemovalMaskOptions options, ShadowStatistics statistics, Window? core, Span<float> weight,
        int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (core is { } window && !window.FitsIn(width, height))
        {
            throw new ArgumentOutOfRangeException(nameof(core), $"The core ({window}) leaves the window of {width} x {height} pixels.");
        }

        fixed (float* samples = optical)
        fixed (float* weights = weight)
        {
            var bands = new OpticalPlanes<float>(samples, optical.Length, height, width);
            if (!weight.IsEmpty)
            {
                bands.CheckPlane(weight.Length, nameof(weight));
            }

            Run(bands, options, statistics, core, weights, threads);
        }
    }

    private static void Run(
        OpticalPlanes<float> bands, RemovalMaskOptions options, ShadowStatistics statistics, Window? core, float* weight, int threads)
    {
        float[] scores = WorkArrays.Rent<float>(bands.Length);
        int[] distances = WorkArrays.Rent<int>(bands.Length);
        byte[] clouds = WorkArrays.Rent<byte>(bands.Length);
        try
        {
            fixed (float* score = scores)
            fixed (int* distance = distances)
            fixed (byte* cloud = clouds)
            {
                RemovalSeeds.Find(bands, options, score, cloud, distance, threads);
                if (core is { } counted)
                {
                    CloudFreeJob.Count(bands, cloud, distance, StatisticsGap, counted, statistics, threads);
                }

                if (weight != null)
                {
                    RemovalWeights.Fill(bands, options, statistics, score, cloud, distance, weight, threads);
                }
            }
        }
        finally
        {
            WorkArrays.Return(scores);
            WorkArrays.Return(distances);
            WorkArrays.Return(clouds);
        }
    }
}
