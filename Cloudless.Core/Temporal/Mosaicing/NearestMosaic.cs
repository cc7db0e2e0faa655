using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>
/// Mosaicing by the nearest clear date. A pixel is, in this order: the wanted day's own where that is clear; that of the nearest date on which it is
/// clear (the earlier of equals), brought to the wanted day's level band by band and to the clear pixels around it; the mean of the level's clear pixels where it is
/// clear on no date; <see cref="MosaicOptions.Fill"/> where no pixel of the whole series is. The level is the wanted day's own, or where it has too few clear pixels, or is not in the series,
/// that of the nearest date that has enough.
/// </summary>
/// <param name="options">The rules; null for the defaults.</param>
/// <remarks>
/// Relative normalization over unchanged ground is old (Yuan and Elvidge 1996, Comparison of relative radiometric normalization techniques); here it is taken over all pixels clear on both dates.
/// </remarks>
public sealed class NearestMosaic(MosaicOptions? options = null) : ISeriesMethod
{
    private const int Side = 512;

    private readonly MosaicOptions _options = Checked(options ?? new MosaicOptions());

    /// <inheritdoc/>
    public string Name => "mosaic";

    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        var windows = new MemoryWindows(series);
        var notes = new List<string>();
        var images = new List<SeriesImage>();
        foreach (DateOnly day in target.In(series))
        {
            MosaicLevels levels = MosaicLevels.Measure(windows, day, _options, threads: 0, cancellation);
            images.Add(new SeriesImage(day, Paint(windows, levels, day, cancellation)));
            notes.AddRange(levels.Notes(windows, day));
        }

        Raster<ushort> counts = ClearCount.Of(series.Masks);
        return new SeriesResult { Images = images, ClearDates = counts, Notes = [.. notes, .. ClearCount.Notes(counts)] };
    }

    private Raster<float> Paint(MemoryWindows series, MosaicLevels levels, DateOnly day, CancellationToken cancellation)
    {
        var image = new Raster<float>(series.Channels, series.Height, series.Width);
        int across = (series.Width + Side - 1) / Side, down = (series.Height + Side - 1) / Side;
        Workers.ForEach(
            across * down, 0, series.OpenReader,
            (reader, item) =>
            {
                int column = item % across * Side, row = item / across * Side;
                var window = new Window(column, row, Math.Min(Side, series.Width - column), Math.Min(Side, series.Height - row));
                Raster<float> part = new MosaicPainter(series, levels, _options, day).Paint(reader, window, new ushort[window.Width * window.Height]);
                part.PasteInto(image, window);
            },
            cancellation);
        return image;
    }

    private static MosaicOptions Checked(MosaicOptions options)
    {
        options.Validate();
        return options;
    }
}
