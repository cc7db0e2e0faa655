using System.Globalization;
using System.Text.RegularExpressions;
using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>Reads series to judge on: those of SEN12MS-CR-TS, or one folder with a GeoTIFF of 13 bands for each date, which its name tells as yyyy-MM-dd.</summary>
public static partial class SeriesFolder
{
    /// <summary>Reads the series one after the other.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="part">Part of the split of SEN12MS-CR-TS; null for all of it. A single series has none.</param>
    /// <param name="most">Series at most, evenly over what is there.</param>
    /// <exception cref="CloudlessException">Nothing of the kind is there, or a file cannot be read.</exception>
    public static IEnumerable<NamedSeries> Read(string path, DatasetSplit? part, int most)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new CloudlessException($"'{path}' is not a folder. Name one with the series of SEN12MS-CR-TS, or with a GeoTIFF for each date.");
        }

        return TimeSeriesDataset.Recognizes(path) ? OfDataset(path, part, most) : [OfFolder(path)];
    }

    private static IEnumerable<NamedSeries> OfDataset(string path, DatasetSplit? part, int most)
    {
        TimeSeriesItem[] items = [.. TimeSeriesDataset.Open(path).Items.Where(i => part is null || i.Split == part)];
        var store = new PatchStore(NanRule.Fill, 0);
        int taken = Math.Min(most, items.Length);
        foreach (TimeSeriesItem item in Enumerable.Range(0, taken).Select(k => items[(int)((long)k * items.Length / taken)]))
        {
            TimeSeriesDate[] dates = [.. item.Dates.Where(d => d.OpticalPath is not null).OrderBy(d => d.Date)];
            yield return NamedSeries.Detect(
                FormattableString.Invariant($"{item.Group}_p{item.Patch}"), [.. dates.Select(d => d.Date)], [.. dates.Select(d => Optical(store, d.OpticalPath!))],
                dates.Any(d => d.SarPath is not null) ? [.. dates.Select(d => d.SarPath is { } sar ? Sar(store, sar) : null)] : null);
        }
    }

    private static NamedSeries OfFolder(string path)
    {
        (DateOnly Date, string File)[] dated = [.. Directory.EnumerateFiles(path, "*.tif").Select(f => (Date: DateOf(f), File: f)).Where(f => f.Date is not null).Select(f => (Date: f.Date!.Value, f.File)).OrderBy(f => f.Date)];
        if (dated.Length == 0)
        {
            throw new CloudlessException($"'{path}' holds neither series of SEN12MS-CR-TS nor a .tif with a date such as 2018-07-05 in its name.");
        }

        var store = new PatchStore(NanRule.Fill, 0);
        return NamedSeries.Detect(Path.GetFileName(Path.GetFullPath(path)), [.. dated.Select(d => d.Date)], [.. dated.Select(d => Optical(store, d.File))]);
    }

    private static DateOnly? DateOf(string file) =>
        DateOnly.TryParseExact(Date().Match(Path.GetFileName(file)).Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    private static Raster<float> Optical(PatchStore store, string path) => new OpticalFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(store).ToFloat();

    private static Raster<float> Sar(PatchStore store, string path) => new SarFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(store);

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}")]
    private static partial Regex Date();
}
