using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>What finds clouds in each scene of a series: the same for all, or of masks in files the one of that day.</summary>
internal static class SeriesDetectors
{
    /// <summary>The detector of each scene.</summary>
    /// <param name="detector">What is asked for; the path of a mask may be a pattern that gives one file for each day.</param>
    /// <param name="scenes">The scenes.</param>
    /// <exception cref="CloudlessException">There is no mask for a day, or more than one.</exception>
    public static IReadOnlyList<DetectorOptions> Of(DetectorOptions detector, IReadOnlyList<SeriesScene> scenes)
    {
        detector.Validate();
        if (detector.Kind != DetectorKind.Raster)
        {
            return [.. scenes.Select(_ => detector)];
        }

        ILookup<DateOnly?, string> masks = ScenePaths.Find([detector.Raster!.Path]).ToLookup(p => SceneDates.OfName(p)?.Day);
        return [.. scenes.Select(s => detector with { Raster = detector.Raster with { Path = One([.. masks[s.Date]], s.Date, detector.Raster.Path) } })];
    }

    private static string One(string[] found, DateOnly day, string pattern) => found.Length == 1
        ? found[0]
        : throw new CloudlessException(
            $"'{pattern}' gives {(found.Length == 0 ? "no mask" : $"{found.Length} masks ({string.Join(", ", found)})")} of {day:yyyy-MM-dd} by the names of files and folders; each scene needs one of its day.");
}
