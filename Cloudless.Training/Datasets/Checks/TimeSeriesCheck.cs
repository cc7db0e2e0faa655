using System.Collections.Concurrent;
using Cloudless.Removal;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Datasets.Checks;

/// <summary>The check of time series: every date of every patch is an image of its own.</summary>
internal static class TimeSeriesCheck
{
    /// <summary>Checks.</summary>
    public static DatasetReport Run(CheckRequest request, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        TimeSeriesDataset dataset = TimeSeriesDataset.Open(request.Folder);
        MissingPartner[] missing = [.. dataset.Missing];
        var report = new DatasetReport
        {
            Folder = dataset.Path,
            Layout = FormattableString.Invariant($"SEN12MS-CR-TS, {dataset.Items.Sum(i => i.Dates.Count)} dates of {dataset.Items.Count} patches"),
            Split = "SEN12MS-CR-TS by region of interest",
            Patches = dataset.Items.Count,
            Splits = [.. dataset.Items.GroupBy(i => i.Split).OrderBy(g => g.Key ?? (DatasetSplit)int.MaxValue).Select(g => Count(g.Key?.ToString().ToLowerInvariant() ?? "in no part", g))],
            Seasons = [.. dataset.Items.Where(i => i.Region is not null).GroupBy(i => i.Region!, StringComparer.Ordinal).Select(g => Count(g.Key, g))],
            Scenes = [.. dataset.Items.GroupBy(i => i.Group, StringComparer.Ordinal).Select(g => Count(g.Key, g))],
            PixelsRead = !request.NamesOnly,
            Missing = missing,
            MissingAccepted = request.Options.Missing == MissingRule.Skip,
        };
        return request.NamesOnly ? report : ReadPixels(report, dataset, request, progress, cancellation);
    }

    private static DatasetReport ReadPixels(
        DatasetReport report, TimeSeriesDataset dataset, CheckRequest request, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        var findings = new Findings();
        var store = new PatchStore(NanRule.Fill, 0);
        var covers = new ConcurrentBag<double>();
        TimeSeriesDate[] dates = [.. dataset.Items.SelectMany(i => i.Dates)];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Threads > 0 ? request.Threads : Environment.ProcessorCount, CancellationToken = cancellation };
        Errors.OfOne(() => Parallel.ForEach(dates, options, date =>
        {
            if (date.OpticalPath is { } optical && findings.Try(optical, () => store.CoverOf(FileOf(optical))) is { } cover)
            {
                covers.Add(cover.Cover);
            }

            if (date.SarPath is { } sar)
            {
                findings.Try(sar, () => SarReading.Read(sar, store));
            }

            progress?.Report(new RemovalProgress("reading", Interlocked.Increment(ref done), dates.Length));
        }));
        return report with
        {
            CloudyCover = CoverHistogram.Of(covers),
            Broken = findings.Broken,
            WrongBands = findings.WrongBands,
            Mismatched = findings.Mismatched,
            Nan = [.. store.Gaps.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new NanCount(g.Key, g.Value))],
        };
    }

    private static OpticalFile FileOf(string path) => new(Path.GetDirectoryName(path)!, Path.GetFileName(path));

    private static GroupCount Count(string name, IEnumerable<TimeSeriesItem> items)
    {
        TimeSeriesItem[] all = [.. items];
        DatasetSplit?[] splits = [.. all.Select(i => i.Split).Distinct()];
        return new GroupCount(
            name, all.Length, all.Select(i => i.Group).Distinct(StringComparer.Ordinal).Count(), all.Count(i => i.Dates.Any(d => d.SarPath is not null)), splits.Length == 1 ? splits[0] : null);
    }
}
