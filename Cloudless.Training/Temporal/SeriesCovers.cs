using System.Collections.Concurrent;
using Cloudless.Removal;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Temporal;

/// <summary>Cloud covers of all dates of SEN12MS-CR-TS, computed once and kept in one table for each region of interest.</summary>
/// <remarks>
/// A table lies beside the images (<c>ROIs1868/17/cloudless-cover-….csv</c>), or in a folder of the caller's, for data that cannot be written to. A row is trusted as long as the image
/// has the size and the time of change that it had; every detector (<see cref="SeriesDetector.Key"/>) has tables of its own. Thread-safe.
/// </remarks>
/// <param name="detector">What finds clouds; not disposed.</param>
/// <param name="folder">Folder of the tables; null for beside the images.</param>
public sealed class SeriesCovers(SeriesDetector detector, string? folder = null)
{
    private readonly SeriesReader _reader = new(detector);
    private readonly ConcurrentDictionary<string, double> _covers = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    /// <summary>Tables that could not be kept, a sentence each; empty as a rule.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads the tables of some patches, and computes and keeps what they lack.</summary>
    /// <param name="items">The patches.</param>
    /// <param name="threads">Threads; 0 takes all processors. No cover depends on it.</param>
    /// <param name="progress">Told after every image computed; null for silence.</param>
    /// <param name="cancellation">Looked at before every image; what was computed of complete regions is kept.</param>
    /// <exception cref="CloudlessException">An image cannot be read, or <c>folder</c> cannot be written to.</exception>
    public void Prepare(IReadOnlyList<TimeSeriesItem> items, int threads = 0, IProgress<RemovalProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        (CoverFile Table, string[] Missing)[] regions =
        [
            .. items.GroupBy(i => i.Group, StringComparer.Ordinal).Select(g => Known([.. g.SelectMany(SeriesReader.DatesOf).Select(d => d.OpticalPath!)])),
        ];
        int total = regions.Sum(r => r.Missing.Length), done = 0;
        foreach ((CoverFile table, string[] missing) in regions.Where(r => r.Missing.Length > 0))
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
            Errors.OfOne(() => Parallel.ForEach(missing, options, path =>
            {
                _covers[path] = _reader.CoverOf(path);
                progress?.Report(new RemovalProgress("looking for clouds", Interlocked.Increment(ref done), total));
            }));
            Keep(table, missing);
        }
    }

    /// <summary>Cloud covers of a patch, 0..1, in the order of <see cref="SeriesReader.DatesOf"/>.</summary>
    /// <exception cref="CloudlessException">An image cannot be read.</exception>
    public IReadOnlyList<double> Of(TimeSeriesItem item) => [.. SeriesReader.DatesOf(item).Select(d => _covers.GetOrAdd(d.OpticalPath!, _reader.CoverOf))];

    private (CoverFile, string[]) Known(string[] paths)
    {
        // ROIs1868/17/S2/0/image.tif: the region is the third folder up.
        string region = Path.GetFullPath(Path.Combine(paths[0], "..", "..", ".."));
        CoverFile table = CoverFile.Read(CoverFile.PlaceOf(region, folder, detector.Key), region, detector.Key);
        foreach (string path in paths)
        {
            if (table.Find(path) is { } cover)
            {
                _covers[path] = cover;
            }
        }

        return (table, [.. paths.Where(p => !_covers.ContainsKey(p))]);
    }

    private void Keep(CoverFile table, string[] paths)
    {
        try
        {
            table.Write([.. paths.Select(p => (p, _covers[p]))]);
        }
        catch (CloudlessException error) when (folder is null)
        {
            // The covers are there all the same; they cost their time again in the next run.
            _warnings.Add($"Cloud covers could not be kept beside the images, name a folder for them: {error.Message}");
        }
    }
}
