using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Perceptual;

/// <summary>
/// Images with label maps beside them: <c>NAME_S2L1C.tif</c> with <c>NAME_LULC.tif</c>, and SEN12MS' <c>s2_N/..._s2_....tif</c> with <c>lc_N/..._lc_....tif</c>, whose first band is IGBP's
/// classes. A patch has the class that most of its pixels have; 0 is no class.
/// </summary>
internal static class LabelMaps
{
    // Below half of the pixels no class is the patch's.
    private const double LeastShare = 0.5;

    private const string OpticalSuffix = "_S2L1C.tif", LabelSuffix = "_LULC.tif";

    /// <summary>The images of a folder, and of the folders in it, that have a label map.</summary>
    public static List<(string Image, string Labels)> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.tif", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(image => (image, Partner(image)))
            .Where(pair => pair.Item2 is not null && File.Exists(pair.Item2))
            .Select(pair => (pair.image, pair.Item2!)),
    ];

    /// <summary>Cuts images into patches and gives each its class.</summary>
    /// <exception cref="RasterMismatchException">A label map has another size than its image.</exception>
    public static (List<LabeledPatch> Patches, List<string> Classes) Cut(IReadOnlyList<(string Image, string Labels)> pairs, int side)
    {
        var found = new List<(string Path, Window Window, int Value)>();
        foreach ((string image, string labels) in pairs)
        {
            IReadOnlyList<(string Path, Window Window)> windows = LabeledPatches.Windows(image, side);
            Raster<float> map = Read(image, labels);
            found.AddRange(windows.Select(w => (w.Path, w.Window, Value: Majority(map, w.Window))).Where(w => w.Value > 0));
        }

        List<int> values = [.. found.Select(f => f.Value).Distinct().Order()];
        return ([.. found.Select(f => new LabeledPatch(f.Path, f.Window, values.IndexOf(f.Value)))], [.. values.Select(v => v.ToString(CultureInfo.InvariantCulture))]);
    }

    private static string? Partner(string image)
    {
        string name = Path.GetFileName(image), folder = Path.GetDirectoryName(image)!;
        if (name.EndsWith(OpticalSuffix, StringComparison.Ordinal))
        {
            return Path.Combine(folder, name[..^OpticalSuffix.Length] + LabelSuffix);
        }

        string parent = Path.GetFileName(folder);
        return name.Contains("_s2_", StringComparison.Ordinal) && parent.StartsWith("s2_", StringComparison.Ordinal)
            ? Path.Combine(Path.GetDirectoryName(folder)!, "lc_" + parent[3..], name.Replace("_s2_", "_lc_", StringComparison.Ordinal))
            : null;
    }

    private static Raster<float> Read(string image, string labels)
    {
        using RasterReader reader = RasterReader.Open(labels), of = RasterReader.Open(image);
        return (reader.Profile.Height, reader.Profile.Width) == (of.Profile.Height, of.Profile.Width)
            ? reader.Read<float>(null, [0])
            : throw new RasterMismatchException(
                $"{labels}: the label map has {reader.Profile.Width} x {reader.Profile.Height} pixels; {of.Profile.Width} x {of.Profile.Height} were expected, as {Path.GetFileName(image)} has. Bring it onto the image's grid.");
    }

    private static int Majority(Raster<float> map, Window window)
    {
        var counts = new Dictionary<int, int>();
        foreach (float value in map.Crop(window).Data)
        {
            int label = float.IsFinite(value) && value > 0 ? (int)value : 0;
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }

        (int best, int count) = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).First();
        return count >= LeastShare * window.Width * window.Height ? best : 0;
    }
}
