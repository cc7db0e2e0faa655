using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// A folder and the folders in it, each tried as cloudy/clear pairs with or without SAR (<see cref="PairLayout"/>), dates of one place
/// (<see cref="DateSeriesLayout"/>) and clear tiles (<see cref="ClearTileLayout"/>). Folders without such files are skipped.
/// </summary>
internal static class FolderLayout
{
    /// <summary>All patches, in an order that is the same on every machine, and the names of the folders that have none.</summary>
    /// <exception cref="CloudlessException">There is no patch, or a file cannot be used.</exception>
    public static (IReadOnlyList<PatchItem> Items, IReadOnlyList<string> Skipped) List(string root, PatchStore store)
    {
        var items = new List<PatchItem>();
        var skipped = new List<string>();
        foreach (string folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Prepend(root))
        {
            int before = items.Count;
            if (PairLayout.Recognizes(folder))
            {
                items.AddRange(PairLayout.List(folder, FoldTable.Beside(folder)));
            }

            if (DateSeriesLayout.Recognizes(folder))
            {
                items.AddRange(DateSeriesLayout.List(folder, store));
            }

            if (ClearTileLayout.Recognizes(folder))
            {
                items.AddRange(ClearTileLayout.List(folder, store));
            }

            if (items.Count == before && folder != root)
            {
                skipped.Add(Path.GetFileName(folder));
            }
        }

        return (items, skipped);
    }
}
