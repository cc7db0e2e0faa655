using Cloudless.Fusion;
using Cloudless.Rasters;

namespace Cloudless.Temporal;

/// <summary>Gives each scene of a series the Sentinel-1 image nearest in time.</summary>
internal static class SeriesSar
{
    // A few samples without a value are usual.
    private const double Whole = 0.995;

    /// <summary>Pairs.</summary>
    /// <param name="scenes">The scenes.</param>
    /// <param name="paths">Sentinel-1 files, or folders with VV and VH; files of one day belong together.</param>
    /// <param name="options">Unit, and how far away an image may be.</param>
    /// <param name="notes">Takes what the user should know.</param>
    /// <exception cref="CloudlessException">Nothing tells the day of a file, an image cannot be read or lies elsewhere, or none is near any scene.</exception>
    public static List<SeriesScene> Pair(List<SeriesScene> scenes, IReadOnlyList<string> paths, SceneSeriesOptions options, List<string> notes)
    {
        (DateOnly Day, string[] Paths)[] images = [.. paths.GroupBy(DayOf).OrderBy(g => g.Key).Select(g => (g.Key, g.ToArray()))];
        var paired = new List<SeriesScene>();
        var opened = new SortedDictionary<DateOnly, SarSource?>();
        foreach (SeriesScene scene in scenes)
        {
            // The earlier of two that are as near.
            (DateOnly day, string[] files) = images.MinBy(i => Math.Abs(i.Day.DayNumber - scene.Date.DayNumber));
            bool near = Math.Abs(day.DayNumber - scene.Date.DayNumber) <= options.SarDays;
            if (near && !opened.ContainsKey(day))
            {
                opened[day] = SarSource.OpenWhereMeasured(files, scene.Source.Profile, options.SarScale);
            }

            paired.Add(near && opened[day] is { } source ? scene with { Sar = source, SarDate = day } : scene);
        }

        string[] empty = [.. opened.Where(o => o.Value is null).Select(o => $"{o.Key:yyyy-MM-dd} ({string.Join(", ", images.First(i => i.Day == o.Key).Paths)})")];
        string[] without = [.. paired.Where(s => s.Sar is null).Select(s => $"{s.Date:yyyy-MM-dd}")];
        if (without.Length == scenes.Count)
        {
            throw empty.Length > 0
                ? new RasterMismatchException($"Sentinel-1 of {string.Join(", ", empty)} has no valid value over the scenes. Check that both show the same place, or leave the SAR images out.")
                : new CloudlessException(FormattableString.Invariant(
                    $"No Sentinel-1 image is within {options.SarDays} days of any scene: they are of {images[0].Day:yyyy-MM-dd} to {images[^1].Day:yyyy-MM-dd}, the scenes of {scenes[0].Date:yyyy-MM-dd} to {scenes[^1].Date:yyyy-MM-dd}. Give images of the same time, or allow more days."));
        }

        if (empty.Length > 0)
        {
            notes.Add($"Sentinel-1 of {string.Join(", ", empty)} has no valid value over the scenes and is not used.");
        }

        if (without.Length > 0)
        {
            notes.Add(FormattableString.Invariant($"No {(empty.Length > 0 ? "usable " : "")}Sentinel-1 image within {options.SarDays} days of {string.Join(", ", without)}."));
        }

        notes.AddRange(opened.Where(o => o.Value?.Covered < Whole).Select(o => FormattableString.Invariant(
            $"Sentinel-1 of {o.Key:yyyy-MM-dd} covers about {100 * o.Value!.Covered:0.#} % of the scenes; the rest is without.")));
        return paired;
    }

    private static DateOnly DayOf(string path)
    {
        if (Directory.Exists(path))
        {
            return SceneDates.OfName(path)?.Day ?? throw SceneDates.Undated(path);
        }

        using RasterReader reader = RasterReader.Open(path);
        return SceneDates.Of(reader.Profile.Tags, path)?.Day ?? throw SceneDates.Undated(path);
    }
}
