using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// A folder and the folders in it, each tried as cloudy/clear pairs with or without SAR (<see cref="PairLayout"/>), dates of one place
/// (<see cref="DateSeriesLayout"/>) and clear tiles (<see cref="ClearTileLayout"/>). Folders without such files are skipped.
/// </summary>
internal static class FolderLayout
{
    /// <summary>Lists a folder.</summary>
    public static Listing List(string root, int patchSize, PatchStore store)
    {
        var contents = new FolderContents();
        var skipped = new List<string>();
        foreach (string folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Prepend(root))
        {
            int before = contents.Count;
            if (PairLayout.Recognizes(folder))
            {
                PairLayout.List(folder, patchSize, contents);
            }

            if (DateSeriesLayout.Recognizes(folder))
            {
                DateSeriesLayout.List(folder, store, contents);
            }

            if (ClearTileLayout.Recognizes(folder))
            {
                ClearTileLayout.List(folder, store, contents);
            }

            if (contents.Count == before && folder != root)
            {
                skipped.Add(Path.GetFileName(folder));
            }
        }

        // Folds are a split of their own; scenes that were cut and have none are divided by scene.
        bool cut = contents.Items.Any(i => i.Images.Target is OpticalFile { Window: not null });
        return new Listing(cut ? "scenes cut into patches" : "folder of patches", contents.Items)
        {
            Missing = contents.Missing,
            Broken = contents.Broken,
            Skipped = skipped,
            NaturalSplit = cut && contents.Items.All(i => i.Fold is null) ? SplitRule.Scene : SplitRule.None,
        };
    }
}
