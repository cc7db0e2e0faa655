using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary><see cref="NearestMosaic"/> of a series in files. A pixel has the same bits wherever the scene is cut.</summary>
/// <param name="series">The series.</param>
/// <param name="dates">Indices of the dates that are painted.</param>
/// <param name="cover">What is covered.</param>
internal sealed class NearestPainting(ISeriesWindows series, IReadOnlyList<int> dates, SeriesCover cover) : ISeriesPainting
{
    private const int Samples = sizeof(float) * Sentinel2Band.Count;

    private readonly MosaicOptions _options = new();
    private readonly Dictionary<int, MosaicPainter> _painters = [];
    private readonly List<string> _notes = [];

    /// <inheritdoc/>
    public int Side => 512;

    /// <inheritdoc/>
    public long WindowBytes
    {
        get
        {
            // What is read is kept for the next day wanted; a single day needs its own image, another one, and the sums.
            long pixels = (Side + (4L * _options.Feather)) * (Side + (4L * _options.Feather));
            return pixels * Samples * (dates.Count > 1 ? series.Dates.Count + 6 : 6);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public void Begin(int threads, CancellationToken cancellation)
    {
        var lent = new List<string>();
        var unmatched = new SortedSet<int>();
        foreach (int date in dates)
        {
            MosaicLevels levels = MosaicLevels.Measure(series, series.Dates[date], _options, threads, cancellation);
            _painters[date] = new MosaicPainter(series, levels, _options, series.Dates[date]);
            if (levels.Reference is { } reference && reference != date)
            {
                lent.Add($"{Name(date)} (that of {Name(reference)})");
            }

            unmatched.UnionWith(levels.Unmatched.Where(cover.IsAnywhereClear));
        }

        Tell("Too few pixels are clear on these days, so they have the level of another one", lent);
        Tell("Pixels of these days are taken at their own level where another day lacks them, for too few are clear on both", [.. unmatched.Select(Name)]);
    }

    private string Name(int date) => $"{series.Dates[date]:yyyy-MM-dd}";

    private void Tell(string what, IReadOnlyList<string> days)
    {
        if (days.Count > 0)
        {
            _notes.Add($"{what}: {string.Join(", ", days)}.");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Raster<float>> Paint(ISeriesReader reader, Window window, IReadOnlyList<int> dates, CancellationToken cancellation)
    {
        ushort[] clear = new ushort[window.Height * window.Width];
        return [.. dates.Select(date => _painters[date].Paint(reader, window, clear))];
    }
}
