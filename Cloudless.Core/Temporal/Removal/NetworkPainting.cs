using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Temporal;

/// <summary><see cref="SequenceToPointMethod"/> of a series in files: the dates are chosen for the whole scene, and windows have the halo that the network sees.</summary>
/// <param name="series">The series.</param>
/// <param name="scenes">Its scenes, for their SAR.</param>
/// <param name="area">The part that is worked on.</param>
/// <param name="method">The method, on one thread.</param>
/// <param name="card">The model's card.</param>
/// <param name="cover">What is covered.</param>
internal sealed class NetworkPainting(
    ISeriesWindows series, IReadOnlyList<SeriesScene> scenes, Window area, SequenceToPointMethod method, ModelCard card, SeriesCover cover) : ISeriesPainting, IDisposable
{
    // Activations of the tiles that the method cuts a window into.
    private const long Activations = 512L << 20;

    private readonly SeriesSarReaders _sar = new(scenes, area);
    private int _bare;

    /// <inheritdoc/>
    public int Side => 512;

    /// <inheritdoc/>
    public long WindowBytes => ((Side + (2L * card.Halo)) * (Side + (2L * card.Halo)) * sizeof(float) * card.Channels.Count * (card.Series!.MostDates + 2)) + Activations;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
    [
        FormattableString.Invariant($"The network {card.Name} {card.Version} was given up to {card.Series!.MostDates} dates for each day: of the nearest the clearest, and the day itself. What it paints is plausible, not observed."),
        .. _bare == 0 ? [] : (string[])[FormattableString.Invariant($"{_bare} windows of a day were left as they are: fewer than {card.Series!.LeastDates} dates have data there.")],
    ];

    /// <inheritdoc/>
    public void Begin(int threads, CancellationToken cancellation)
    {
        int dates = Enumerable.Range(0, series.Dates.Count).Count(d => cover.WithoutData(d) < cover.Pixels);
        if (dates < card.Series!.LeastDates)
        {
            throw new CloudlessException($"The series has {dates} dates with data; {card.Name} needs {card.Series.LeastDates} at least. Give more dates, or take the method mosaic.");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Raster<float>> Paint(ISeriesReader reader, Window window, IReadOnlyList<int> dates, CancellationToken cancellation)
    {
        Window seen = window.GrowWithin(card.Halo, series.Width, series.Height);
        var masks = new Raster<byte>[series.Dates.Count];
        for (int d = 0; d < masks.Length; d++)
        {
            masks[d] = new Raster<byte>(1, seen.Height, seen.Width);
            reader.ReadMask(d, seen, masks[d].Data);
        }

        int[] usable = [.. Enumerable.Range(0, masks.Length).Where(d => masks[d].Data.AsSpan().ContainsAnyExcept(PixelClass.NoData))];
        return [.. dates.Select(date => Paint(reader, window, seen, masks, usable, date, cancellation))];
    }

    /// <inheritdoc/>
    public void Dispose() => _sar.Dispose();

    private Raster<float> Paint(ISeriesReader reader, Window window, Window seen, Raster<byte>[] masks, int[] usable, int date, CancellationToken cancellation)
    {
        Window inner = window with { Column = window.Column - seen.Column, Row = window.Row - seen.Row };
        if (usable.Length < card.Series!.LeastDates)
        {
            Interlocked.Increment(ref _bare);
            return Read(reader, date, seen).Crop(inner);
        }

        // By the whole scene: dates that change from window to window would show.
        int[] chosen = SeriesDates.Choose(series.Dates, d => cover.Pixels - cover.Covered(d) - cover.WithoutData(d), usable, series.Dates[date], card.Series.MostDates);
        Array.Sort(chosen);
        ImageSeries part = ImageSeries.Of(
            [.. chosen.Select(d => series.Dates[d])], [.. chosen.Select(d => Read(reader, d, seen))], [.. chosen.Select(d => masks[d])], card.Channels.Count > Sentinel2Band.Count ? _sar.Read(chosen, seen) : null);
        return method.Run(part, new SeriesTarget(series.Dates[date]), cancellation).Images[0].Optical.Crop(inner);
    }

    private Raster<float> Read(ISeriesReader reader, int date, Window window)
    {
        var image = new Raster<float>(series.Channels, window.Height, window.Width);
        reader.ReadOptical(date, window, image.Data);
        return image;
    }
}
