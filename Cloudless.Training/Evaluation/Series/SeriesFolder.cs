using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;
using Cloudless.Training.Temporal;
using Cloudless.Training.Temporal.Sources;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>Reads series to judge on: those of SEN12MS-CR-TS, dense series as NumPy arrays, or dated scenes of one place in any form that <c>remove-series</c> takes.</summary>
public static class SeriesFolder
{
    /// <summary>Reads the series one after the other.</summary>
    /// <param name="path">The folder; for scenes also a pattern.</param>
    /// <param name="part">Part of the split of SEN12MS-CR-TS; null for all of it. Other series have none.</param>
    /// <param name="most">Series of SEN12MS-CR-TS at most, evenly over what is there.</param>
    /// <param name="sar">Sentinel-1 of scenes; null for none. Data sets and arrays have their own.</param>
    /// <param name="detector">What finds clouds where the data have no masks; null for the spectral one.</param>
    /// <param name="log">Told what was decided; null for silence.</param>
    /// <exception cref="CloudlessException">Nothing of the kind is there, or a file cannot be read.</exception>
    public static IEnumerable<NamedSeries> Read(
        string path, DatasetSplit? part, int most, SeriesSarOptions? sar = null, SeriesDetector? detector = null, Action<string>? log = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        sar ??= new SeriesSarOptions();
        IEnumerable<LoadedSeries> series = !Directory.Exists(path) ? [DatedScenes.Read(path, sar)]
            : TimeSeriesDataset.Recognizes(path) ? OfDataset(path, part, most)
            : ArraySeries.Places(path) is { Count: > 0 } places ? places.Select(p => ArraySeries.Read(p, sar.Days))
            : [DatedScenes.Read(path, sar)];
        if (sar.Paths.Count > 0 && Directory.Exists(path) && (TimeSeriesDataset.Recognizes(path) || ArraySeries.Places(path).Count > 0))
        {
            throw new CloudlessException($"{path} has Sentinel-1 of its own. Leave out {string.Join(", ", sar.Paths)}, or give a folder of scenes.");
        }

        detector ??= SeriesDetector.Open();
        return series.Select(s =>
        {
            foreach (string note in s.Notes)
            {
                log?.Invoke(note);
            }

            return NamedSeries.Of(s, detector);
        });
    }

    private static IEnumerable<LoadedSeries> OfDataset(string path, DatasetSplit? part, int most)
    {
        TimeSeriesItem[] items = [.. TimeSeriesDataset.Open(path).Items.Where(i => part is null || i.Split == part)];
        var store = new PatchStore(NanRule.Fill, 0);
        int taken = Math.Min(most, items.Length);
        foreach (TimeSeriesItem item in Enumerable.Range(0, taken).Select(k => items[(int)((long)k * items.Length / taken)]))
        {
            IReadOnlyList<TimeSeriesDate> dates = SeriesReader.DatesOf(item);
            yield return new LoadedSeries(
                FormattableString.Invariant($"{item.Group}_p{item.Patch}"), [.. Sentinel2Band.All.Select(b => b.Id)], [.. dates.Select(d => d.Date)],
                [.. dates.Select(d => Optical(store, d.OpticalPath!))],
                dates.Any(d => d.SarPath is not null) ? [.. dates.Select(d => d.SarPath is { } radar ? Sar(store, radar) : null)] : null, null, []);
        }
    }

    private static Raster<float> Optical(PatchStore store, string path) => new OpticalFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(store).ToFloat();

    private static Raster<float> Sar(PatchStore store, string path) => new SarFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(store);
}
