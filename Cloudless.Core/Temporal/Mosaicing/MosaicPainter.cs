using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Paints windows of a mosaic; a thread's own. A window gives the same bits wherever the scene is cut.</summary>
internal sealed class MosaicPainter(ISeriesWindows series, MosaicLevels levels, MosaicOptions options, DateOnly day)
{
    private readonly IReadOnlyList<int> _order = MosaicLevels.ByNearness(series.Dates, day);
    private readonly int _own = series.Dates.ToList().IndexOf(day);

    /// <summary>The levels given.</summary>
    public MosaicLevels Levels => levels;

    /// <summary>Paints.</summary>
    /// <param name="reader">This thread's reader.</param>
    /// <param name="window">Which pixels.</param>
    /// <param name="clearDates">[h,w]: on how many dates each is clear.</param>
    /// <returns>[C,h,w], signed DN.</returns>
    public Raster<float> Paint(ISeriesReader reader, Window window, Span<ushort> clearDates)
    {
        var image = new Raster<float>(series.Channels, window.Height, window.Width);
        if (levels.Reference is null)
        {
            return Flat(image);
        }

        Window seen = window.GrowWithin(2 * options.Feather, series.Width, series.Height);
        byte[][] masks = new byte[series.Dates.Count][];
        for (int d = 0; d < masks.Length; d++)
        {
            masks[d] = new byte[seen.Width * seen.Height];
            reader.ReadMask(d, seen, masks[d]);
        }

        var inner = new InnerPixels(window, seen);
        var work = new Filling(series.Channels, inner, options);
        work.Count(masks, clearDates);
        Raster<float> mine = Borrow(seen), other = Borrow(seen);
        Raster<float>? own = _own < 0 || !masks[_own].Contains(PixelClass.Clear) ? null : mine;
        if (own is not null)
        {
            reader.ReadOptical(_own, seen, own.Data);
        }

        work.Begin(own, _own < 0 ? null : masks[_own]);
        foreach (int date in _order)
        {
            if (date != _own && work.Wants(masks[date]))
            {
                reader.ReadOptical(date, seen, other.Data);
                Match(other, date);
                work.Add(other, masks[date], Weight(date));
            }
        }

        if (work.Unfilled)
        {
            byte[] everywhere = new byte[seen.Width * seen.Height];
            work.Add(Flat(other), everywhere, 1);
        }

        work.Finish(image);
        LargeArrays.Give(mine.Data);
        LargeArrays.Give(other.Data);
        return image;
    }

    private float Weight(int date) => 1f / (1 + Math.Abs(series.Dates[date].DayNumber - day.DayNumber));

    // Taken again by the next window: fresh memory of this size for each date would pile up until the collector looks.
    private Raster<float> Borrow(Window window) =>
        new(series.Channels, window.Height, window.Width, LargeArrays.Take<float>(series.Channels * window.Height * window.Width));

    private void Match(Raster<float> image, int date)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            (float gain, float offset) = levels.Line(date, c);
            foreach (ref float value in image.Channel(c))
            {
                value = (gain * value) + offset;
            }
        }
    }

    private Raster<float> Flat(Raster<float> image)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            image.Channel(c).Fill(levels.Flat[c]);
        }

        return image;
    }
}
