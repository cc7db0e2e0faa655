using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Downstream.Labels;

/// <summary>The label maps of a folder and of the folders in it, by patch: SEN12MS' <c>lc_N/..._lc_....tif</c> and <c>NAME_LULC.tif</c>. A patch has the class that most of its pixels have.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LabelMaps
{
    private readonly Dictionary<string, string> _pathOf;
    private readonly double _leastShare;

    private LabelMaps(Dictionary<string, string> pathOf, LabelScheme scheme, double leastShare) => (_pathOf, Scheme, _leastShare) = (pathOf, scheme, leastShare);

    /// <summary>What the numbers mean.</summary>
    public LabelScheme Scheme { get; }

    /// <summary>Patches that have a map.</summary>
    public IReadOnlyCollection<string> Keys => _pathOf.Keys;

    /// <summary>Finds the maps of a folder; null where there is none.</summary>
    /// <exception cref="CloudlessException">Two maps are of one patch, maps of both kinds are there, or they do not have the scheme.</exception>
    public static LabelMaps? In(string folder, LabelOptions options)
    {
        var pathOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var tiles = new HashSet<bool>();
        foreach (string path in Directory.EnumerateFiles(folder, "*.tif", SearchOption.AllDirectories).Where(PatchKeys.IsLabels).Order(StringComparer.Ordinal))
        {
            if (!pathOf.TryAdd(PatchKeys.Of(path), path))
            {
                throw new CloudlessException($"{path}: {pathOf[PatchKeys.Of(path)]} is a label map of the same patch. A patch has one; remove the other.");
            }

            tiles.Add(path.EndsWith(PatchKeys.TileLabels, StringComparison.OrdinalIgnoreCase));
        }

        if (pathOf.Count == 0)
        {
            return null;
        }

        LabelScheme scheme = options.Scheme ?? (tiles.Contains(true) ? LabelSchemes.Lulc : LabelSchemes.IgbpSimplified);
        return tiles.Count == 1 && tiles.Contains(true) == (scheme == LabelSchemes.Lulc)
            ? new LabelMaps(pathOf, scheme, options.LeastShare)
            : throw new CloudlessException(tiles.Count > 1
                ? $"{folder}: found label maps of SEN12MS (_lc_) and of tiles (_LULC.tif), whose classes are not the same. Take one kind at a time."
                : $"{folder}: found {pathOf.Count} label maps such as {pathOf.Values.First()}, which do not have the classes of {scheme}. SEN12MS' maps have the schemes {string.Join(", ", LabelSchemes.All.Where(s => s != LabelSchemes.Lulc).Select(s => s.Name))}; those of tiles {LabelSchemes.Lulc.Name}.");
    }

    /// <summary>Whether a patch has a map.</summary>
    public bool Contains(string key) => _pathOf.ContainsKey(key);

    /// <summary>The classes of the parts of an image; null where a part has none.</summary>
    /// <param name="key">The patch.</param>
    /// <param name="image">What errors call the image.</param>
    /// <param name="height">H of the image in pixels.</param>
    /// <param name="width">W of the image in pixels.</param>
    /// <param name="parts">Windows of the image. An image that is one patch is judged whole, even where the window is its center.</param>
    /// <exception cref="RasterMismatchException">The map has another size than the image.</exception>
    /// <exception cref="CloudlessException">The map cannot be read, lacks the scheme's band, or holds a number that the scheme does not know.</exception>
    public IReadOnlyList<int?> ClassesOf(string key, string image, int height, int width, IReadOnlyList<Window> parts)
    {
        string path = _pathOf[key];
        Raster<float> map = Read(path, image, height, width);
        return parts.Count == 1 ? [Vote(map, path)] : [.. parts.Select(p => Vote(map.Crop(p), path))];
    }

    private Raster<float> Read(string path, string image, int height, int width)
    {
        using RasterReader reader = RasterReader.Open(path);
        if ((reader.Profile.Height, reader.Profile.Width) != (height, width))
        {
            throw new RasterMismatchException(
                $"{path}: the label map has {reader.Profile.Width} x {reader.Profile.Height} pixels; {width} x {height} were expected, as {Path.GetFileName(image)} has. Bring it onto the image's grid.");
        }

        return reader.Profile.BandCount > Scheme.Band
            ? reader.Read<float>(null, [Scheme.Band])
            : throw new BandMissingException($"{path}: the label map has {reader.Profile.BandCount} bands; {Scheme} is in band {Scheme.Band + 1}. Take a map with all four schemes, or another scheme.");
    }

    private int? Vote(Raster<float> map, string path)
    {
        // Summed by class, so that the parts of a class together can outvote another.
        long[] counts = new long[Scheme.Classes.Count];
        foreach (float value in map.Data)
        {
            if (Scheme.ClassOf(value, path) is { } found)
            {
                counts[found]++;
            }
        }

        int best = Array.IndexOf(counts, counts.Max());
        return counts[best] > 0 && counts[best] >= _leastShare * map.Data.Length ? best : null;
    }
}
