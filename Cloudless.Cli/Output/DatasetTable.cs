using System.Globalization;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Checks;

namespace Cloudless.Cli.Output;

/// <summary>The check of a dataset as lines for people.</summary>
internal static class DatasetTable
{
    /// <summary>Findings of a kind that are shown; all with --verbose and in the JSON.</summary>
    private const int Shown = 10;

    /// <summary>Scenes up to which each has a line.</summary>
    private const int ShownScenes = 30;

    public static IEnumerable<string> Lines(DatasetReport report, bool all)
    {
        yield return $"{report.Folder}: {report.Layout}; {report.Split}";
        yield return Row("", "patches", "scenes", "with SAR");
        foreach (GroupCount count in report.Splits.Concat(report.Seasons))
        {
            yield return Row(count);
        }

        bool scenes = all || report.Scenes.Count <= ShownScenes;
        foreach (GroupCount scene in scenes ? report.Scenes : [])
        {
            yield return $"{Row(scene)}{(scene.Split is { } split ? "  " + split.ToString().ToLowerInvariant() : "")}";
        }

        if (!scenes)
        {
            yield return $"{report.Scenes.Count} scenes (--verbose lists them)";
        }

        foreach (string line in Pixels(report).Concat(Findings(report, all)))
        {
            yield return line;
        }

        yield return report.Problems == 0 ? "nothing is broken" : $"{report.Problems} problems";
    }

    private static IEnumerable<string> Pixels(DatasetReport report)
    {
        if (!report.PixelsRead)
        {
            yield return "pixels were not read (--names-only)";
            yield break;
        }

        yield return "cloud cover in tenths    " + string.Join("", Enumerable.Range(0, 10).Select(i => $"{10 * i + "-" + (10 * (i + 1)) + " %",9}"));
        yield return "  images with clouds     " + Histogram(report.CloudyCover);
        if (report.ClearCover.Count > 0)
        {
            yield return "  images without         " + Histogram(report.ClearCover);
        }

        if (report.WithoutData > 0)
        {
            yield return $"{report.WithoutData} patches have too little data and are not trained on";
        }
    }

    private static IEnumerable<string> Findings(DatasetReport report, bool all) =>
    [
        .. Found("files are missing", report.Missing.Select(m => $"{m.Patch}: {m.Missing}, expected {m.Expected}"), all),
        .. Found("files cannot be read", report.Broken.Select(b => b.Reason), all),
        .. Found("files have the wrong bands", report.WrongBands.Select(b => b.Reason), all),
        .. Found("images do not fit", report.Mismatched.Select(b => b.Reason), all),
        .. Found("files have NaN", report.Nan.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Path}: {n.Samples} samples")), all),
        .. Found("patches are skipped, their published files are known to be broken", report.KnownBroken, all),
        .. Found("folders are skipped, their layout is not known", report.SkippedFolders, all),
        .. report.Warnings.Select(w => $"warning: {w}"),
    ];

    private static IEnumerable<string> Found(string what, IEnumerable<string> findings, bool all)
    {
        string[] list = [.. findings];
        if (list.Length == 0)
        {
            return [];
        }

        IEnumerable<string> shown = list.Take(all ? list.Length : Shown).Select(f => "  " + f);
        return [$"{list.Length} {what}", .. shown, .. all || list.Length <= Shown ? (string[])[] : [$"  and {list.Length - Shown} more (--verbose lists them)"]];
    }

    private static string Row(GroupCount count) => Row(
        count.Name, count.Patches.ToString(CultureInfo.InvariantCulture), count.Scenes.ToString(CultureInfo.InvariantCulture), count.WithSar.ToString(CultureInfo.InvariantCulture));

    private static string Row(string name, string patches, string scenes, string sar) => $"{name,-24}{patches,10}{scenes,10}{sar,10}";

    private static string Histogram(IReadOnlyList<int> counts) => string.Join("", counts.Select(c => c.ToString(CultureInfo.InvariantCulture).PadLeft(9)));
}
