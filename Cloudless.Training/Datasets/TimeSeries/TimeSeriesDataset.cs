using System.Globalization;
using System.Text.RegularExpressions;

namespace Cloudless.Training.Datasets.TimeSeries;

/// <summary>
/// Lists SEN12MS-CR-TS: <c>&lt;ROIsXXXX&gt;/&lt;roi&gt;/{S1|S2}/&lt;t&gt;/{s1|s2}_&lt;ROIsXXXX&gt;_&lt;roi&gt;_ImgNo_&lt;t&gt;_&lt;yyyy-MM-dd&gt;_patch_&lt;n&gt;.tif</c>. Files are not
/// opened.
/// </summary>
public sealed partial class TimeSeriesDataset
{
    private TimeSeriesDataset(string path, IReadOnlyList<TimeSeriesItem> items) => (Path, Items) = (path, items);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The patches by collection, region of interest and number.</summary>
    public IReadOnlyList<TimeSeriesItem> Items { get; }

    /// <summary>Dates of which one image is there and the other is not, or which other patches of the region have.</summary>
    public IEnumerable<MissingPartner> Missing => Items
        .GroupBy(i => i.Group, StringComparer.Ordinal)
        .SelectMany(g => MissingIn([.. g]));

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string root) => Regions(root).Any(r => Directory.Exists(System.IO.Path.Combine(r.Path, "S2")) || Directory.Exists(System.IO.Path.Combine(r.Path, "S1")));

    /// <summary>Lists a folder.</summary>
    /// <param name="path">The folder that holds <c>ROIs1158</c> and its kin.</param>
    /// <param name="region">Only this continent; null for all.</param>
    /// <exception cref="CloudlessException">The folder is missing or holds no patch.</exception>
    public static TimeSeriesDataset Open(string path, string? region = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new CloudlessException($"{path}: no such folder. Name the folder that holds ROIs1158 and its kin.");
        }

        TimeSeriesItem[] items =
        [
            .. Regions(path).OrderBy(r => r.Collection, StringComparer.Ordinal).ThenBy(r => r.Roi)
                .Select(r => (Region: r, Known: TimeSeriesSplit.Of(FormattableString.Invariant($"{r.Collection}_{r.Roi}"))))
                .Where(r => region is null || r.Known?.Region == region)
                .SelectMany(r => Patches(r.Region).Select(i => i with { Split = r.Known?.Split, Region = r.Known?.Region })),
        ];
        return items.Length > 0 ? new TimeSeriesDataset(path, items) : throw new CloudlessException(
            $"{path}: no time series{(region is null ? "" : $" of {region}")} found. Expected ROIs1158/106/S2/0/s2_ROIs1158_106_ImgNo_0_2018-01-03_patch_0.tif and its kin.");
    }

    /// <summary>The patches of a part of the split.</summary>
    public IReadOnlyList<TimeSeriesItem> Of(DatasetSplit split) => [.. Items.Where(i => i.Split == split)];

    private static IEnumerable<(string Path, string Collection, int Roi)> Regions(string root) =>
        from collection in Directory.EnumerateDirectories(root, "ROIs*")
        where CollectionName().IsMatch(System.IO.Path.GetFileName(collection))
        from region in Directory.EnumerateDirectories(collection)
        let number = int.TryParse(System.IO.Path.GetFileName(region), NumberStyles.None, CultureInfo.InvariantCulture, out int roi) ? roi : -1
        where number >= 0
        select (region, System.IO.Path.GetFileName(collection), number);

    private static IEnumerable<TimeSeriesItem> Patches((string Path, string Collection, int Roi) region)
    {
        var found = new SortedDictionary<int, SortedDictionary<int, TimeSeriesDate>>();
        foreach (string modality in new[] { "S2", "S1" })
        {
            string folder = System.IO.Path.Combine(region.Path, modality);
            if (!Directory.Exists(folder))
            {
                continue;
            }

            foreach (string path in Directory.EnumerateFiles(folder, "*.tif", SearchOption.AllDirectories))
            {
                Match match = FileName().Match(System.IO.Path.GetFileName(path));
                if (match.Success && match.Groups["collection"].Value == region.Collection && Number(match, "roi") == region.Roi
                    && DateOnly.TryParseExact(match.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                {
                    Add(found, match, date, path);
                }
            }
        }

        return found.Select(p => new TimeSeriesItem(region.Collection, region.Roi, p.Key, [.. p.Value.Values]));
    }

    private static void Add(SortedDictionary<int, SortedDictionary<int, TimeSeriesDate>> found, Match match, DateOnly date, string path)
    {
        (int patch, int number) = (Number(match, "patch"), Number(match, "t"));
        if (!found.TryGetValue(patch, out SortedDictionary<int, TimeSeriesDate>? dates))
        {
            found[patch] = dates = [];
        }

        dates.TryGetValue(number, out TimeSeriesDate? known);
        dates[number] = match.Groups["mode"].Value == "s2"
            ? new TimeSeriesDate(number, date, known?.SarDate, path, known?.SarPath)
            : new TimeSeriesDate(number, known?.Date ?? date, date, known?.OpticalPath, path);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<MissingPartner> MissingIn(IReadOnlyList<TimeSeriesItem> region)
    {
        int[] numbers = [.. region.SelectMany(i => i.Dates).Select(d => d.Number).Distinct().Order()];
        bool sar = region.Any(i => i.Dates.Any(d => d.SarPath is not null));
        foreach (TimeSeriesItem item in region)
        {
            Dictionary<int, TimeSeriesDate> dates = item.Dates.ToDictionary(d => d.Number);
            foreach (int number in numbers)
            {
                TimeSeriesDate? date = dates.GetValueOrDefault(number);
                string patch = FormattableString.Invariant($"{item.Group}_{item.Patch}");
                string Expected(string mode) =>
                    FormattableString.Invariant($"{item.Collection}/{item.Roi}/{mode}/{number}/{mode.ToLowerInvariant()}_{item.Collection}_{item.Roi}_ImgNo_{number}_*_patch_{item.Patch}.tif");
                if (date?.OpticalPath is null)
                {
                    yield return new MissingPartner(patch, "optical", Expected("S2"));
                }

                if (sar && date?.SarPath is null)
                {
                    yield return new MissingPartner(patch, "SAR", Expected("S1"));
                }
            }
        }
    }

    [GeneratedRegex("^ROIs[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex CollectionName();

    [GeneratedRegex(@"^(?<mode>s1|s2)_(?<collection>ROIs\d+)_(?<roi>\d+)_ImgNo_(?<t>\d+)_(?<date>\d{4}-\d\d-\d\d)_patch_(?<patch>\d+)\.tif$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
