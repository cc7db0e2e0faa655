using Cloudless.Training.Datasets;

namespace Cloudless.Training.Downstream.Labels;

/// <summary>What the name of a file says: which patch it is of, and whether it is the clear image or the label map.</summary>
internal static class PatchKeys
{
    /// <summary>End of the names of tiles' label maps.</summary>
    public const string TileLabels = "_LULC.tif";

    private const string TileImage = "_S2L1C.tif";

    private static readonly string[] Ends = [TileLabels, TileImage, "_s2_clear.tif", "_s2_cloudy.tif"];

    /// <summary>The patch of a file or an id: scene and number of a SEN12MS name, so that <c>_lc_</c>, <c>_s2_</c> and <c>_s2_cloudy_</c> of one patch are one; else the name without what follows it.</summary>
    public static string Of(string path)
    {
        string name = Path.GetFileName(path);
        string? end = Ends.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        name = end is null ? name : name[..^end.Length];
        return Sen12Name.Parse(name)?.Id ?? (name.EndsWith(".tif", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name) : name);
    }

    /// <summary>Patches that show the same ground: the scene of a SEN12MS name, else the patch itself.</summary>
    public static string GroupOf(string path) => Sen12Name.Parse(Of(path))?.Scene ?? Of(path);

    /// <summary>Whether a file is a clear image of those that have label maps.</summary>
    public static bool IsImage(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(TileImage, StringComparison.OrdinalIgnoreCase) || (Sen12Name.Parse(name)?.Part is "s2" or "s2_cloudFree");
    }

    /// <summary>Whether a file is a label map.</summary>
    public static bool IsLabels(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(TileLabels, StringComparison.OrdinalIgnoreCase) || Sen12Name.Parse(name)?.Part == "lc";
    }
}
