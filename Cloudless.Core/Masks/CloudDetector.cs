using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Cloud masks of any method as single-precision planes, as pipelines of feature columns take them.</summary>
/// <remarks>Thread-safe; the same bits for every number of threads.</remarks>
public static class CloudDetector
{
    /// <summary>Computes a mask.</summary>
    /// <param name="optical">
    /// [13,H,W], planar, band order of <see cref="Sentinel2Band.All"/>; signed DN. Nodata where all bands are 0, or where any is NaN or infinite.
    /// </param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="options">Method, threshold and what is said about a pixel.</param>
    /// <param name="mask">
    /// [H,W], overwritten. <see cref="CloudMaskOutput.Class"/>: values of <see cref="PixelClass"/>; the method <see cref="CloudMaskMethod.Removal"/> calls cloud whatever it would
    /// repaint. <see cref="CloudMaskOutput.Score"/> and <see cref="CloudMaskOutput.Probability"/>: 0..1, 0 on nodata.
    /// </param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <param name="model">For <see cref="CloudMaskMethod.S2Cloudless"/>, the model of the options where it is loaded already; null to load it for this image.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, an option is out of range, or the method does not give what is asked for.</exception>
    /// <exception cref="CloudlessException">The model cannot be read or run.</exception>
    public static void Compute(
        ReadOnlySpan<float> optical, int height, int width, CloudDetectionOptions options, Span<float> mask, int threads = 0, S2CloudlessModel? model = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (SampleConversion.IndexOfNonFinite(optical) < 0)
        {
            ComputeFinite(optical, height, width, options, mask, threads, model);
            return;
        }

        float[] finite = ArrayPool<float>.Shared.Rent(optical.Length);
        try
        {
            Radiometry.Dn.ToSignedDn(optical, Sentinel2Band.Count, null, finite.AsSpan(0, optical.Length));
            ComputeFinite(finite.AsSpan(0, optical.Length), height, width, options, mask, threads, model);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(finite);
        }
    }

    private static void ComputeFinite(
        ReadOnlySpan<float> optical, int height, int width, CloudDetectionOptions options, Span<float> mask, int threads, S2CloudlessModel? model)
    {
        if (options.Method == CloudMaskMethod.S2Cloudless)
        {
            Detect(optical, height, width, options, mask, threads, model);
            return;
        }

        if (options.Method == CloudMaskMethod.Removal)
        {
            RemovalMask.Compute(optical, height, width, options.Removal, mask, threads);
        }
        else if (options.Output == CloudMaskOutput.Score)
        {
            CloudScore.Compute(optical, height, width, options.Spectral, mask, threads);
        }
        else
        {
            Classify(optical, height, width, options, mask, threads);
            return;
        }

        if (options.Output == CloudMaskOutput.Class)
        {
            for (int p = 0; p < mask.Length; p++)
            {
                mask[p] = mask[p] > 0 ? PixelClass.Cloud : PixelClass.Clear;
            }
        }

        NoDataPixels.Set(optical, mask, options.Output == CloudMaskOutput.Class ? PixelClass.NoData : 0);
    }

    private static void Detect(
        ReadOnlySpan<float> optical, int height, int width, CloudDetectionOptions options, Span<float> mask, int threads, S2CloudlessModel? model)
    {
        var whole = new Window(0, 0, width, height);
        using var detector = new S2CloudlessRemovalMask(
            model ?? S2CloudlessModel.Load(options.ModelPath!), width, height, options.S2Cloudless,
            new RemovalMaskOptions { ShadowReach = options.Shadow ? new RemovalMaskOptions().ShadowReach : 0 }, ownsModel: model is null);
        if (options.Output == CloudMaskOutput.Probability)
        {
            detector.Probability(optical, whole, mask, threads);
            return;
        }

        byte[] classes = ArrayPool<byte>.Shared.Rent(mask.Length);
        detector.Gather(optical, whole, whole, threads);
        detector.Classify(optical, whole, classes.AsSpan(0, mask.Length), threads);
        for (int p = 0; p < mask.Length; p++)
        {
            mask[p] = classes[p];
        }

        ArrayPool<byte>.Shared.Return(classes);
    }

    private static void Classify(ReadOnlySpan<float> optical, int height, int width, CloudDetectionOptions options, Span<float> mask, int threads)
    {
        byte[] classes = ArrayPool<byte>.Shared.Rent(mask.Length);
        try
        {
            CloudShadowMask.Compute(optical, height, width, options.Spectral, classes.AsSpan(0, mask.Length), threads: threads);
            for (int p = 0; p < mask.Length; p++)
            {
                mask[p] = classes[p] == PixelClass.Shadow && !options.Shadow ? PixelClass.Clear : classes[p];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(classes);
        }
    }
}
