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

    /// <inheritdoc/>
    public int Side => 1024;

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
    public IReadOnlyList<string> Notes
    {
        get
        {
            IEnumerable<string> lent = dates.Where(d => _painters[d].Levels.Reference is { } r && r != d).Select(d => $"{Name(d)} (that of {Name(_painters[d].Levels.Reference!.Value)})");
            IEnumerable<int> unmatched = dates.SelectMany(d => _painters[d].Levels.Unmatched).Distinct().Order().Where(cover.IsAnywhereClear);
            return
            [
                .. Note("Too few pixels are clear on these days, so they have the level of another one", lent),
                .. Note("Pixels of these days are taken at their own level where another day lacks them, for too few are clear on both", unmatched.Select(Name)),
            ];
        }
    }

    /// <inheritdoc/>
    public void Begin(int threads, CancellationToken cancellation)
    {
        foreach (int date in dates)
        {
            MosaicLevels levels = MosaicLevels.Measure(series, series.Dates[date], _options, threads, cancellation);
            _painters[date] = new MosaicPainter(series, levels, _options, series.Dates[date]);
        }
    }

    private string Name(int date) => $"{series.Dates[date]:yyyy-MM-dd}";

    private static string[] Note(string what, IEnumerable<string> days) => days.Any() ? [$"{what}: {string.Join(", ", days)}."] : [];

    /// <inheritdoc/>
    public IReadOnlyList<Raster<float>> Paint(ISeriesReader reader, Window window, IReadOnlyList<int> dates, CancellationToken cancellation)
    {
        ushort[] clear = new ushort[window.Height * window.Width];
        return [.. dates.Select(date => _painters[date].Paint(reader, window, clear))];
    }
}
