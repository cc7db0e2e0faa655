using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;
using Cloudless.Training.Temporal;
using Cloudless.Training.Temporal.Sources;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>A series to judge on: images clipped to 0..10000 DN as in the published code, and how opaque the clouds of each date are.</summary>
public sealed record NamedSeries
{
    // Cloud score at which a pixel begins to be covered and from which it is fully, as where clouds are pasted for training.
    private const float ScoreBegin = 0.03f, ScoreFull = 0.3f;

    private static readonly CloudMaskOptions Spectral = new() { MarkNoData = true };

    private readonly SeriesDetector? _detector;

    private NamedSeries(string name, ImageSeries images, IReadOnlyList<string> bands, IReadOnlyList<Raster<float>> opacity, SeriesDetector? detector) =>
        (Name, Images, Bands, Opacity, _detector) = (name, images, bands, opacity, detector);

    /// <summary>The series' name in tables.</summary>
    public string Name { get; }

    /// <summary>The dates.</summary>
    public ImageSeries Images { get; }

    /// <summary>Ids of the bands, which are those that are judged.</summary>
    public IReadOnlyList<string> Bands { get; }

    /// <summary>[1,H,W] for each date, 0 clear to 1 fully covered.</summary>
    public IReadOnlyList<Raster<float>> Opacity { get; }

    /// <summary>A series of all bands, or all but B10: masks by a detector, opacities by the cloud score of Schmitt et al., as in dsen2-cr.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dates">Days, ascending.</param>
    /// <param name="optical">[13,H,W] each, or [12,H,W] without B10, planar, signed DN; all bands 0 is nodata.</param>
    /// <param name="sar">[2,H,W] in dB for each date, null for a date without; null for none at all.</param>
    /// <param name="detector">What finds clouds, used as long as the series is; null for the spectral one.</param>
    /// <exception cref="ArgumentException">There is no date, or they are not ascending.</exception>
    /// <exception cref="CloudlessException">Sizes differ, or an image has other bands.</exception>
    public static NamedSeries Detect(
        string name, IReadOnlyList<DateOnly> dates, IReadOnlyList<Raster<float>> optical, IReadOnlyList<Raster<float>?>? sar = null, SeriesDetector? detector = null)
    {
        ArgumentNullException.ThrowIfNull(optical);
        detector ??= SeriesDetector.Open();
        Raster<float>[] clipped = [.. optical.Select(Clip)];
        (Raster<byte> Mask, Raster<float> Opacity)[] found = [.. clipped.Select(i => Look(i, detector))];
        var images = ImageSeries.Of(dates, clipped, [.. found.Select(f => f.Mask)], sar);
        return new NamedSeries(name, images, [.. Sentinel2Band.All.Where(b => images.Channels == Sentinel2Band.Count || b != Sentinel2Band.B10).Select(b => b.Id)], [.. found.Select(f => f.Opacity)], detector);
    }

    /// <summary>A series of any bands with masks of its own: what is covered is fully opaque.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">The dates.</param>
    /// <param name="bands">Ids of the bands; null for numbers.</param>
    /// <exception cref="ArgumentException">There are not as many bands as names.</exception>
    public static NamedSeries WithMasks(string name, ImageSeries images, IReadOnlyList<string>? bands = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        bands ??= [.. Enumerable.Range(1, images.Channels).Select(b => FormattableString.Invariant($"band {b}"))];
        if (bands.Count != images.Channels)
        {
            throw new ArgumentException($"{name} has {images.Channels} bands and {bands.Count} names of bands; give one for each.", nameof(bands));
        }

        return new NamedSeries(
            name, ImageSeries.Of(images.Dates, [.. images.Optical.Select(Clip)], images.Masks, images.Sar), bands,
            [.. images.Masks.Select(m => new Raster<float>(1, m.Height, m.Width, [.. m.Data.Select(c => PixelClass.IsCovered(c) ? 1f : 0)]))], null);
    }

    /// <summary>A series that was read.</summary>
    internal static NamedSeries Of(LoadedSeries series, SeriesDetector detector) => series.Masks is { } masks
        ? WithMasks(series.Name, ImageSeries.Of(series.Dates, series.Optical, masks, series.Sar), series.Bands)
        : Detect(series.Name, series.Dates, series.Optical, series.Sar, detector);

    /// <summary>The mask of an image that was made by blending.</summary>
    internal Raster<byte> MaskOf(Raster<float> image, Raster<byte> ground, ReadOnlySpan<float> alpha)
    {
        if (_detector is not null)
        {
            return Look(image, _detector).Mask;
        }

        var mask = new Raster<byte>(1, image.Height, image.Width);
        for (int i = 0; i < alpha.Length; i++)
        {
            mask.Data[i] = alpha[i] > 0 ? PixelClass.Cloud : ground.Data[i];
        }

        return mask;
    }

    private static Raster<float> Clip(Raster<float> image) => new(image.Channels, image.Height, image.Width, [.. image.Data.Select(v => Math.Clamp(v, 0, 10_000))]);

    private static (Raster<byte> Mask, Raster<float> Opacity) Look(Raster<float> image, SeriesDetector detector)
    {
        Raster<float> full = image.Channels == MissingCirrus.Bands ? MissingCirrus.Insert(image, MissingCirrus.Fill) : image;
        var mask = new Raster<byte>(1, image.Height, image.Width);
        var opacity = new Raster<float>(1, image.Height, image.Width);
        CloudShadowMask.Compute(full.Data, image.Height, image.Width, Spectral, mask.Data, opacity.Data);
        foreach (ref float value in opacity.Data.AsSpan())
        {
            float t = Math.Clamp((value - ScoreBegin) / (ScoreFull - ScoreBegin), 0, 1);
            value = t * t * (3 - (2 * t));
        }

        return (detector.Classify(full), opacity);
    }
}
