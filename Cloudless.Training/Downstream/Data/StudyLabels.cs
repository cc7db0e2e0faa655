using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Downstream;

/// <summary>Where the classes of patches come from.</summary>
/// <param name="Words">In words, for the report.</param>
/// <param name="Of">The class of a window of a patch; null where it has none, and the window is left out.</param>
internal sealed record StudyLabels(string Words, Func<PatchItem, Window, string?> Of)
{
    // DynamicWorld's classes in the numbering of the Sentinel tiles with land cover.
    private static readonly string[] LandCover = ["", "water", "trees", "flooded vegetation", "crops", "built", "bare", "snow", "clouds", "rangeland"];

    private const string OpticalEnd = "_S2L1C.tif", MapEnd = "_LULC.tif";

    /// <summary>Classes of a table <c>id,class</c>.</summary>
    /// <exception cref="CloudlessException">The table cannot be read or names a patch twice.</exception>
    public static StudyLabels FromTable(string path)
    {
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in CsvTable.Read(path, ["id", "class"]).Rows)
        {
            if (!classes.TryAdd(row[0], row[1]))
            {
                throw new CloudlessException($"{path}: the patch '{row[0]}' stands there twice. Give each patch one class.");
            }
        }

        return new StudyLabels($"classes of {Path.GetFileName(path)}", (item, _) => classes.GetValueOrDefault(item.Id) is { Length: > 0 } name ? name : null);
    }

    /// <summary>The class that at least half of a window's pixels have in the label map beside its clear image; null where no image has a map.</summary>
    public static StudyLabels? FromMaps(IEnumerable<PatchItem> items)
    {
        Dictionary<string, string> maps = items.Select(i => i.Images.Target.Path).OfType<string>().Distinct()
            .Where(path => path.EndsWith(OpticalEnd, StringComparison.Ordinal)).Select(path => (path, Map: path[..^OpticalEnd.Length] + MapEnd)).Where(p => File.Exists(p.Map)).ToDictionary(p => p.path, p => p.Map, StringComparer.Ordinal);
        var read = new Dictionary<string, Raster<float>>(StringComparer.Ordinal);
        return maps.Count == 0 ? null : new StudyLabels("the class of at least half of a patch's pixels in the label map beside it", (item, window) =>
        {
            if (item.Images.Target.Path is not { } path || !maps.TryGetValue(path, out string? map))
            {
                return null;
            }

            if (!read.TryGetValue(map, out Raster<float>? values))
            {
                read[map] = values = Read(path, map);
            }

            int value = Majority(values, window);
            return value == 0 ? null : value < LandCover.Length ? LandCover[value] : FormattableString.Invariant($"class {value}");
        });
    }

    private static Raster<float> Read(string image, string map)
    {
        using RasterReader reader = RasterReader.Open(map), of = RasterReader.Open(image);
        return (reader.Profile.Height, reader.Profile.Width) == (of.Profile.Height, of.Profile.Width)
            ? reader.Read<float>(null, [0])
            : throw new RasterMismatchException(
                $"{map}: the label map has {reader.Profile.Width} x {reader.Profile.Height} pixels; {of.Profile.Width} x {of.Profile.Height} were expected, as {Path.GetFileName(image)} has. Bring it onto the image's grid.");
    }

    // 0 for no class: below half of the pixels none is the patch's.
    private static int Majority(Raster<float> map, Window window)
    {
        IGrouping<int, int> best = map.Crop(window).Data.Select(v => (int)v).GroupBy(v => v).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
        return best.Count() * 2 >= window.Width * window.Height ? best.Key : 0;
    }
}
