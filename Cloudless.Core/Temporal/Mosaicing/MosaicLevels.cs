using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Which date gives the level of a mosaic, and how the others are brought to it.</summary>
internal sealed class MosaicLevels
{
    private readonly (float Gain, float Offset)[][] _lines;

    private MosaicLevels(int? reference, (float Gain, float Offset)[][] lines, float[] flat, IReadOnlyList<int> unmatched) =>
        (Reference, _lines, Flat, Unmatched) = (reference, lines, flat, unmatched);

    /// <summary>The date whose level is taken; null where no pixel of the series is clear.</summary>
    public int? Reference { get; }

    /// <summary>[C]: mean DN of the reference's clear pixels, for pixels that are clear on no date.</summary>
    public IReadOnlyList<float> Flat { get; }

    /// <summary>Dates with too few pixels clear on both, which are taken as they are.</summary>
    public IReadOnlyList<int> Unmatched { get; }

    /// <summary>reference = gain * date + offset, in one band.</summary>
    public (float Gain, float Offset) Line(int date, int channel) => _lines[date][channel];

    /// <summary>Measures the levels on the windows of <see cref="LevelSample"/>.</summary>
    /// <param name="series">The series.</param>
    /// <param name="day">The day wanted.</param>
    /// <param name="options">The rules.</param>
    /// <param name="threads">Threads; 0 for one per processor. No bit depends on it.</param>
    /// <param name="cancellation">Looked at before every window.</param>
    public static MosaicLevels Measure(ISeriesWindows series, DateOnly day, MosaicOptions options, int threads, CancellationToken cancellation)
    {
        IReadOnlyList<Window> windows = LevelSample.Windows(series.Width, series.Height);
        byte[][][] masks = new byte[windows.Count][][];
        Workers.ForEach(windows.Count, threads, series.OpenReader, (reader, w) => masks[w] = Masks(series, reader, windows[w]), cancellation);
        if (Choose(series.Dates, day, masks, options.LeastReference) is not { } reference)
        {
            float[] fill = new float[series.Channels];
            Array.Fill(fill, options.Fill);
            return new MosaicLevels(null, [], fill, []);
        }

        LevelSums[][] parts = new LevelSums[windows.Count][];
        Workers.ForEach(windows.Count, threads, series.OpenReader, (reader, w) => parts[w] = Sums(series, reader, windows[w], masks[w], reference), cancellation);
        LevelSums[] sums = [.. Enumerable.Range(0, series.Dates.Count).Select(d => LevelSums.Total(series.Channels, parts.Select(p => p[d])))];
        return new MosaicLevels(
            reference,
            [.. sums.Select(s => Enumerable.Range(0, series.Channels).Select(c => s.Line(c, options.Level)).ToArray())],
            [.. Enumerable.Range(0, series.Channels).Select(sums[reference].WantedMean)],
            [.. Enumerable.Range(0, series.Dates.Count).Where(d => options.Level != MosaicLevel.None && d != reference && sums[d].Pixels < LevelSums.LeastPixels)]);
    }

    /// <summary>Dates by nearness to a day, the earlier of equals first.</summary>
    public static IReadOnlyList<int> ByNearness(IReadOnlyList<DateOnly> dates, DateOnly day) =>
        [.. Enumerable.Range(0, dates.Count).OrderBy(d => Math.Abs(dates[d].DayNumber - day.DayNumber)).ThenBy(d => d)];

    /// <summary>What the user should know.</summary>
    public IEnumerable<string> Notes(ISeriesWindows series, DateOnly day)
    {
        string Name(int date) => series.Dates[date].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string wanted = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (Reference is not { } reference)
        {
            return [$"{wanted}: no pixel is clear on any date; the image is flat."];
        }

        var notes = new List<string>();
        if (series.Dates[reference] != day)
        {
            notes.Add($"{wanted} has too few clear pixels of its own; the level is that of {Name(reference)}.");
        }

        if (Unmatched.Count > 0)
        {
            notes.Add($"{wanted}: taken at their own level, having too few pixels clear on both: {string.Join(", ", Unmatched.Select(Name))}.");
        }

        return notes;
    }

    private static byte[][] Masks(ISeriesWindows series, ISeriesReader reader, Window window)
    {
        byte[][] masks = new byte[series.Dates.Count][];
        for (int d = 0; d < masks.Length; d++)
        {
            masks[d] = new byte[window.Width * window.Height];
            reader.ReadMask(d, window, masks[d]);
        }

        return masks;
    }

    // The nearest date that is clear enough; where none is, the clearest.
    private static int? Choose(IReadOnlyList<DateOnly> dates, DateOnly day, byte[][][] masks, double least)
    {
        long all = masks.Sum(m => (long)m[0].Length);
        long[] clear = [.. Enumerable.Range(0, dates.Count).Select(d => masks.Sum(m => (long)m[d].AsSpan().Count(PixelClass.Clear)))];
        if (clear.Max() == 0)
        {
            return null;
        }

        foreach (int date in ByNearness(dates, day))
        {
            if (clear[date] >= Math.Max(least * all, 1))
            {
                return date;
            }
        }

        return Array.IndexOf(clear, clear.Max());
    }

    private static LevelSums[] Sums(ISeriesWindows series, ISeriesReader reader, Window window, byte[][] masks, int reference)
    {
        float[] wanted = new float[series.Channels * window.Width * window.Height], other = new float[wanted.Length];
        LevelSums[] sums = [.. masks.Select(_ => new LevelSums(series.Channels))];
        if (!masks[reference].Contains(PixelClass.Clear))
        {
            return sums;
        }

        reader.ReadOptical(reference, window, wanted);
        for (int d = 0; d < masks.Length; d++)
        {
            if (masks[d].Contains(PixelClass.Clear))
            {
                reader.ReadOptical(d, window, other);
                sums[d].Add(wanted, masks[reference], other, masks[d]);
            }
        }

        return sums;
    }
}
