using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// A removal mask whose clouds are found by a detector of its own: its marks take the place of the spectral seeds and of haze, shadow is dark land near them as in
/// <see cref="RemovalMask"/>, and both are grown and feathered the same way.
/// </summary>
public abstract unsafe class DetectedRemovalMask : RemovalMaskSource
{
    private readonly RemovalMaskOptions _options;
    private readonly SceneShadowStatistics _statistics = new();

    /// <summary>Prepares.</summary>
    /// <param name="options">Reach of shadow, growth and feather; the rest belongs to the spectral seeds.</param>
    /// <param name="darkShadow">Whether dark land near clouds is taken for their shadow.</param>
    private protected DetectedRemovalMask(RemovalMaskOptions options, bool darkShadow)
    {
        options.Validate();
        _options = darkShadow ? options : options with { ShadowReach = 0 };
    }

    /// <inheritdoc/>
    public sealed override int Halo => Math.Max(
        FindingHalo + RemovalMask.StatisticsGap, Math.Max(_options.ShadowReach, MajorityOfDark.Halo) + _options.Dilation + _options.Feather);

    /// <inheritdoc/>
    public override bool NeedsScene => LooksForShadow;

    /// <summary>Pixels to each side that the detector needs in the first walk.</summary>
    private protected abstract int FindingHalo { get; }

    private bool LooksForShadow => _options.ShadowReach > 0;

    /// <inheritdoc/>
    public sealed override void Gather(ReadOnlySpan<float> opticalDn, Window wide, Window core, int threads = 0)
    {
        if (!NeedsScene)
        {
            return;
        }

        Window inside = core with { Column = core.Column - wide.Column, Row = core.Row - wide.Row };
        if (!inside.FitsIn(wide.Width, wide.Height))
        {
            throw new ArgumentOutOfRangeException(nameof(core), $"The core ({core}) leaves the window ({wide}).");
        }

        fixed (float* samples = opticalDn)
        {
            var bands = new OpticalPlanes<float>(samples, opticalDn.Length, wide.Height, wide.Width);
            using var planes = new DetectedPlanes(bands.Length);
            Find(bands, wide, core, planes.Class, threads);
            if (LooksForShadow)
            {
                planes.Split(bands, RemovalMask.StatisticsGap, threads);
                var statistics = new ShadowStatistics();
                CloudFreeJob.Count(bands, planes.Cloud, planes.Distance, RemovalMask.StatisticsGap, inside, statistics, threads);
                _statistics.Put(core, statistics);
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void Compute(ReadOnlySpan<float> opticalDn, Window wide, Span<float> weight, int threads = 0)
    {
        fixed (float* samples = opticalDn, weights = weight)
        {
            var bands = new OpticalPlanes<float>(samples, opticalDn.Length, wide.Height, wide.Width);
            bands.CheckPlane(weight.Length, nameof(weight));
            using var planes = new DetectedPlanes(bands.Length);
            Mark(bands, wide, planes, threads);
            RemovalWeights.Grow(bands, _options, planes.Mask, weights, threads);
        }
    }

    /// <summary>The second walk, for a map in place of weights: what was found, before it is grown.</summary>
    /// <param name="opticalDn">[13,H,W] of <paramref name="wide"/>, as for <see cref="Compute"/>.</param>
    /// <param name="wide">The window with its halo, in pixels of the scene.</param>
    /// <param name="pixelClass">
    /// [H,W], overwritten: values of <see cref="PixelClass"/>, equal to the whole scene's in the core; nodata is what the image or the detector knows nothing of.
    /// </param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit.</exception>
    /// <exception cref="CloudlessException">What the detector reads fails.</exception>
    public void Classify(ReadOnlySpan<float> opticalDn, Window wide, Span<byte> pixelClass, int threads = 0)
    {
        fixed (float* samples = opticalDn)
        {
            var bands = new OpticalPlanes<float>(samples, opticalDn.Length, wide.Height, wide.Width);
            bands.CheckPlane(pixelClass.Length, nameof(pixelClass));
            using var planes = new DetectedPlanes(bands.Length);
            Mark(bands, wide, planes, threads);
            for (int p = 0; p < pixelClass.Length; p++)
            {
                byte found = planes.Class[p];
                pixelClass[p] = found == PixelClass.Clear && planes.Mask[p] != 0 ? PixelClass.Shadow : found;
            }
        }
    }

    /// <summary>The first walk of the detector: finds classes, and keeps those of the core where they are costly.</summary>
    /// <param name="bands">DN of the window.</param>
    /// <param name="wide">Its place in the scene.</param>
    /// <param name="core">The part to keep.</param>
    /// <param name="pixelClass">[H,W], overwritten; right in the core and <see cref="RemovalMask.StatisticsGap"/> pixels around it.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    private protected abstract void Find(OpticalPlanes<float> bands, Window wide, Window core, byte* pixelClass, int threads);

    /// <summary>The second walk of the detector.</summary>
    /// <param name="wide">A window of the scene.</param>
    /// <param name="pixelClass">[H,W], overwritten; right everywhere.</param>
    private protected abstract void Recall(Window wide, byte* pixelClass);

    private void Mark(OpticalPlanes<float> bands, Window wide, DetectedPlanes planes, int threads)
    {
        Recall(wide, planes.Class);
        planes.Split(bands, Math.Max(_options.ShadowReach, 1), threads);
        planes.AddOwnShadow(bands.Length);
        if (!LooksForShadow)
        {
            new ReadOnlySpan<byte>(planes.Cloud, bands.Length).CopyTo(new Span<byte>(planes.Mask, bands.Length));
            return;
        }

        float[] scores = WorkArrays.Rent<float>(bands.Length);
        fixed (float* score = scores)
        {
            // Below every threshold of haze: the detector has found what there is.
            scores.AsSpan(0, bands.Length).Fill(-1);
            RemovalWeights.Mark(bands, _options, _statistics.Total, score, planes.Cloud, planes.Distance, planes.Mask, threads);
        }

        WorkArrays.Return(scores);
    }
}
