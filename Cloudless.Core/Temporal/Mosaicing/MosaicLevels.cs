using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Which date gives the level of a mosaic, and how the others are brought to it.</summary>
/// <remarks>
/// A date is compared with the reference when its line is asked for first, so what no pixel needs is not read; a few of the nearest dates together, as the reference is read for each comparison.
/// Thread-safe; no bit depends on who asks when.
/// </remarks>
internal sealed class MosaicLevels
{
    private const int Together = 4;

    private readonly ISeriesWindows _series;
    private readonly MosaicOptions _options;
    private readonly IReadOnlyList<Window> _windows;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly Lazy<LevelSums>[] _sums;
    private readonly bool[] _used;

    private MosaicLevels(ISeriesWindows series, DateOnly day, MosaicOptions options, IReadOnlyList<Window> windows, int? reference, int threads, CancellationToken cancellation)
    {
        (_series, _options, _windows, Reference, _threads, _cancellation) = (series, options, windows, reference, threads, cancellation);
        (_sums, _used) = (new Lazy<LevelSums>[series.Dates.Count], new bool[series.Dates.Count]);
        float[] flat = new float[series.Channels];
        Array.Fill(flat, options.Fill);
        Flat = flat;
        if (reference is not { } date)
        {
            return;
        }

        // The reference's own sums, for its mean.
        LevelSums own = Compare([date])[0];
        Flat = [.. Enumerable.Range(0, series.Channels).Select(own.WantedMean)];
        _sums[date] = new Lazy<LevelSums>(own);
        foreach (int[] group in ByNearness(series.Dates, day).Where(d => d != date).Chunk(Together))
        {
            var compared = new Lazy<LevelSums[]>(() => Compare(group));
            for (int i = 0; i < group.Length; i++)
            {
                int place = i;
                _sums[group[i]] = new Lazy<LevelSums>(() => compared.Value[place]);
            }
        }
    }

    /// <summary>The date whose level is taken; null where no pixel of the series is clear.</summary>
    public int? Reference { get; }

    /// <summary>[C]: mean DN of the reference's clear pixels, for pixels that are clear on no date.</summary>
    public IReadOnlyList<float> Flat { get; }

    /// <summary>Dates with too few pixels clear on both, which were taken as they are; known once all is painted.</summary>
    public IReadOnlyList<int> Unmatched =>
    [
        .. Enumerable.Range(0, _used.Length).Where(d => _options.Level != MosaicLevel.None && _used[d] && d != Reference && _sums[d].Value.Pixels < LevelSums.LeastPixels),
    ];

    /// <summary>reference = gain * date + offset, in one band; not where there is no reference.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public (float Gain, float Offset) Line(int date, int channel)
    {
        _used[date] = true;
        return _options.Level == MosaicLevel.None ? (1, 0) : _sums[date].Value.Line(channel, _options.Level);
    }

    /// <summary>Chooses the reference, on the windows of <see cref="LevelSample"/>.</summary>
    /// <param name="series">The series; it is read later too.</param>
    /// <param name="day">The day wanted.</param>
    /// <param name="options">The rules.</param>
    /// <param name="threads">Threads; 0 for one per processor. No bit depends on it.</param>
    /// <param name="cancellation">Looked at before every window, of later comparisons too.</param>
    public static MosaicLevels Measure(ISeriesWindows series, DateOnly day, MosaicOptions options, int threads, CancellationToken cancellation)
    {
        IReadOnlyList<Window> windows = LevelSample.Windows(series.Width, series.Height);
        long[] clear = new long[series.Dates.Count];
        Workers.ForEach(windows.Count, threads, series.OpenReader, (reader, w) =>
        {
            byte[] mask = new byte[windows[w].Width * windows[w].Height];
            for (int d = 0; d < clear.Length; d++)
            {
                reader.ReadMask(d, windows[w], mask);
                Interlocked.Add(ref clear[d], mask.AsSpan().Count(PixelClass.Clear));
            }
        }, cancellation);
        int? reference = Choose(series.Dates, day, clear, windows.Sum(w => (long)w.Width * w.Height), options.LeastReference);
        return new MosaicLevels(series, day, options, windows, reference, threads, cancellation);
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

    // The nearest date that is clear enough; where none is, the clearest.
    private static int? Choose(IReadOnlyList<DateOnly> dates, DateOnly day, long[] clear, long all, double least)
    {
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

    private LevelSums[] Compare(int[] dates)
    {
        LevelSums[][] parts = new LevelSums[_windows.Count][];
        Workers.ForEach(_windows.Count, _threads, _series.OpenReader, (reader, w) => parts[w] = Compare(reader, _windows[w], dates), _cancellation);
        return [.. dates.Select((_, i) => LevelSums.Total(_series.Channels, parts.Select(p => p[i])))];
    }

    private LevelSums[] Compare(ISeriesReader reader, Window window, int[] dates)
    {
        int plane = window.Width * window.Height;
        (byte[] wantedMask, byte[] otherMask) = (new byte[plane], new byte[plane]);
        (float[] wanted, float[] other) = (new float[_series.Channels * plane], new float[_series.Channels * plane]);
        LevelSums[] sums = [.. dates.Select(_ => new LevelSums(_series.Channels))];
        reader.ReadMask(Reference!.Value, window, wantedMask);
        if (!wantedMask.Contains(PixelClass.Clear))
        {
            return sums;
        }

        reader.ReadOptical(Reference.Value, window, wanted);
        for (int i = 0; i < dates.Length; i++)
        {
            if (dates[i] == Reference)
            {
                sums[i].Add(wanted, wantedMask, wanted, wantedMask);
                continue;
            }

            reader.ReadMask(dates[i], window, otherMask);
            if (otherMask.Contains(PixelClass.Clear))
            {
                reader.ReadOptical(dates[i], window, other);
                sums[i].Add(wanted, wantedMask, other, otherMask);
            }
        }

        return sums;
    }
}
