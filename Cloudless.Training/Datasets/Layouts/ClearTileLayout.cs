using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// Clear tiles, <c>&lt;id&gt;_S2L1C.tif</c> with <c>&lt;id&gt;_S1RTC.tif</c> where there is one: surfaces to paste or simulate clouds on.
/// Tiles in which the cloud mask finds much cloud are left out, among them snow that it takes for cloud.
/// </summary>
internal static class ClearTileLayout
{
    private const string OpticalSuffix = "_S2L1C.tif";

    /// <summary>Greatest share of pixels that the mask takes for cloud; bright sand and roofs pass for it, so a clear tile may have many.</summary>
    private const double ClearCover = 0.5;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*" + OpticalSuffix).Any();

    /// <summary>Adds all clear patches of a folder, by id.</summary>
    public static void List(string folder, PatchStore store, FolderContents contents)
    {
        string source = Path.GetFileName(folder);
        foreach (string path in Directory.EnumerateFiles(folder, "*" + OpticalSuffix).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path), id = name[..^OpticalSuffix.Length], sar = id + "_S1RTC.tif";
            var target = new OpticalFile(folder, name, OffsetFrom: name);
            if (contents.Look(path, () => store.CoverOf(target))?.Cover < ClearCover)
            {
                contents.Items.Add(new PatchItem(new PatchImages(null, target, File.Exists(Path.Combine(folder, sar)) ? new SarFile(folder, sar) : null))
                {
                    Id = id,
                    Source = source,
                    Group = id,
                });
            }
        }
    }
}
