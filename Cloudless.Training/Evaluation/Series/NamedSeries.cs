using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>A series to judge on: images clipped to 0..10000 DN as in the published code, and how opaque the clouds of each date are.</summary>
public sealed record NamedSeries
{
    // Cloud score at which a pixel begins to be covered and from which it is fully, as where clouds are pasted for training.
    private const float ScoreBegin = 0.03f, ScoreFull = 0.3f;

    private static readonly CloudMaskOptions Detector = new() { MarkNoData = true };

    private NamedSeries(string name, ImageSeries images, IReadOnlyList<Raster<float>> opacity, bool detects) =>
        (Name, Images, Opacity, Detects) = (name, images, opacity, detects);

    /// <summary>The series' name in tables.</summary>
    public string Name { get; }

    /// <summary>The dates.</summary>
    public ImageSeries Images { get; }

    /// <summary>[1,H,W] for each date, 0 clear to 1 fully covered.</summary>
    public IReadOnlyList<Raster<float>> Opacity { get; }

    /// <summary>Whether masks of made-up images are detected in them; else they follow from what was blended.</summary>
    internal bool Detects { get; }

    /// <summary>A series of 13 bands: masks and opacities by the cloud score of Schmitt et al. and the shadow rule of Zhai et al., as in dsen2-cr.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dates">Days, ascending.</param>
    /// <param name="optical">[13,H,W] each, planar, signed DN; all bands 0 is nodata.</param>
    /// <param name="sar">[2,H,W] in dB for each date, null for a date without; null for none at all.</param>
    /// <exception cref="ArgumentException">The dates are not ascending, or an image has not 13 bands.</exception>
    /// <exception cref="RasterMismatchException">Sizes differ.</exception>
    public static NamedSeries Detect(string name, IReadOnlyList<DateOnly> dates, IReadOnlyList<Raster<float>> optical, IReadOnlyList<Raster<float>?>? sar = null)
    {
        ArgumentNullException.ThrowIfNull(optical);
        Raster<float>[] clipped = [.. optical.Select(Clip)];
        (Raster<byte> Mask, Raster<float> Opacity)[] found = [.. clipped.Select(Look)];
        return new NamedSeries(name, ImageSeries.Of(dates, clipped, [.. found.Select(f => f.Mask)], sar), [.. found.Select(f => f.Opacity)], detects: true);
    }

    /// <summary>A series of any bands with masks of its own: what is covered is fully opaque.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">The dates.</param>
    public static NamedSeries WithMasks(string name, ImageSeries images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new NamedSeries(
            name, ImageSeries.Of(images.Dates, [.. images.Optical.Select(Clip)], images.Masks, images.Sar),
            [.. images.Masks.Select(m => new Raster<float>(1, m.Height, m.Width, [.. m.Data.Select(c => PixelClass.IsCovered(c) ? 1f : 0)]))], detects: false);
    }

    /// <summary>The mask of an image that was made by blending.</summary>
    internal Raster<byte> MaskOf(Raster<float> image, Raster<byte> ground, ReadOnlySpan<float> alpha)
    {
        if (Detects)
        {
            return Look(image).Mask;
        }

        var mask = new Raster<byte>(1, image.Height, image.Width);
        for (int i = 0; i < alpha.Length; i++)
        {
            mask.Data[i] = alpha[i] > 0 ? PixelClass.Cloud : ground.Data[i];
        }

        return mask;
    }

    private static Raster<float> Clip(Raster<float> image) => new(image.Channels, image.Height, image.Width, [.. image.Data.Select(v => Math.Clamp(v, 0, 10_000))]);

    private static (Raster<byte> Mask, Raster<float> Opacity) Look(Raster<float> image)
    {
        var mask = new Raster<byte>(1, image.Height, image.Width);
        var opacity = new Raster<float>(1, image.Height, image.Width);
        CloudShadowMask.Compute(image.Data, image.Height, image.Width, Detector, mask.Data, opacity.Data);
        foreach (ref float value in opacity.Data.AsSpan())
        {
            float t = Math.Clamp((value - ScoreBegin) / (ScoreFull - ScoreBegin), 0, 1);
            value = t * t * (3 - (2 * t));
        }

        return (mask, opacity);
    }
}
