using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Datasets.Checks;

/// <summary>Tells what is in a dataset and what is wrong with it.</summary>
public static class DatasetCheck
{
    /// <summary>Checks a dataset.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="progress">Told of every patch; null for silence.</param>
    /// <param name="cancellation">Looked at before every patch.</param>
    /// <exception cref="CloudlessException">The folder is missing or of no known layout, the list cannot be read, or the table exists.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static DatasetReport Run(CheckRequest request, IProgress<RemovalProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.CoversPath is { } covers)
        {
            using AtomicFile probe = AtomicFile.Create(covers, request.Overwrite);
        }

        return Directory.Exists(request.Folder) && TimeSeriesDataset.Recognizes(request.Folder)
            ? TimeSeriesCheck.Run(request, progress, cancellation)
            : CheckPatches(request, progress, cancellation);
    }

    private static DatasetReport CheckPatches(CheckRequest request, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        // The store must hold what one patch is asked for twice, not more; gaps are filled whatever the rule, so that they can be counted.
        var reading = new ReadingOptions { CacheMegabytes = 256 };
        PatchDataset dataset = PatchDataset.Survey(request.Folder, request.Options with { Nan = NanRule.Fill }, reading);
        if (dataset.Items.Count + dataset.Missing.Count + dataset.Broken.Count == 0)
        {
            throw new CloudlessException($"{request.Folder}: no dataset found. Expected SEN12MS-CR, SEN12MS-CR-TS, or pairs <id>_s2_cloudy.tif and <id>_s2_clear.tif in it or in folders of it.");
        }

        var report = new DatasetReport
        {
            Folder = dataset.Path,
            Layout = dataset.Layout,
            Split = dataset.Split,
            Patches = dataset.Items.Count,
            Splits = SplitCounts(dataset.Items),
            Seasons = [.. dataset.Items.Where(i => i.Season is not null).GroupBy(i => i.Season!, StringComparer.Ordinal).Select(g => Count(g.Key, g))],
            Scenes = [.. dataset.Items.GroupBy(i => i.Group, StringComparer.Ordinal).Select(g => Count(g.Key, g))],
            PixelsRead = !request.NamesOnly,
            Missing = dataset.Missing,
            MissingAccepted = request.Options.Missing == MissingRule.Skip,
            Broken = dataset.Broken,
            KnownBroken = dataset.KnownBroken,
            SkippedFolders = dataset.Skipped,
            Warnings = dataset.Warnings,
        };
        return request.NamesOnly ? report : ReadPixels(report, dataset, request, progress, cancellation);
    }

    private static DatasetReport ReadPixels(
        DatasetReport report, PatchDataset dataset, CheckRequest request, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        var findings = new Findings();
        var check = new PatchCheck(dataset, findings);
        check.Run(request.Threads, done => progress?.Report(new RemovalProgress("reading", done, dataset.Items.Count)), cancellation);
        if (request.CoversPath is { } path)
        {
            new CoverTable(check.Covers.Where(c => c.Clear is not null && (c.Cloudy is not null || !c.Item.HasInput)).Select(c => (c.Item, c.Cloudy, c.Clear!.Value))).Write(path, request.Overwrite);
        }

        return report with
        {
            CloudyCover = CoverHistogram.Of(check.Covers.Select(c => c.Cloudy).OfType<double>()),
            ClearCover = CoverHistogram.Of(check.Covers.DistinctBy(c => c.Item.Images.Target).Select(c => c.Clear).OfType<double>()),
            WithoutData = check.WithoutData,
            Broken = [.. report.Broken, .. findings.Broken],
            WrongBands = findings.WrongBands,
            Mismatched = findings.Mismatched,
            Nan = [.. dataset.Store.Gaps.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new NanCount(g.Key, g.Value))],
        };
    }

    private static GroupCount[] SplitCounts(IReadOnlyList<PatchItem> items) =>
        [.. items.GroupBy(i => i.Split).OrderBy(g => g.Key ?? (DatasetSplit)int.MaxValue).Select(g => Count(g.Key?.ToString().ToLowerInvariant() ?? (items.Any(i => i.Split is not null) ? "in no part" : "all"), g))];

    private static GroupCount Count(string name, IEnumerable<PatchItem> items)
    {
        PatchItem[] all = [.. items];
        DatasetSplit?[] splits = [.. all.Select(i => i.Split).Distinct()];
        return new GroupCount(name, all.Length, all.Select(i => i.Group).Distinct(StringComparer.Ordinal).Count(), all.Count(i => i.HasSar), splits.Length == 1 ? splits[0] : null);
    }
}
