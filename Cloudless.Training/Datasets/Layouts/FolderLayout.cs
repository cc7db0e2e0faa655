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
        bool cut = contents.Scenes.Count > 0;
        return new Listing(cut ? "scenes cut into patches" : "folder of patches", Grouped(contents))
        {
            Missing = contents.Missing,
            Broken = contents.Broken,
            Skipped = skipped,
            NaturalSplit = cut && contents.Items.All(i => i.Fold is null) ? SplitRule.Scene : SplitRule.None,
        };
    }

    // Two dates of one place may lie in two folders, so scenes are compared when all are known. One that shows the ground of a fold belongs to the fold's group.
    private static PatchItem[] Grouped(FolderContents contents)
    {
        IReadOnlyDictionary<string, string> joined = SceneGroups.Of([.. contents.Scenes.Select(s => (s.Id, s.Profile))]);
        Dictionary<string, string> listed = contents.Scenes.Where(s => s.Group is not null).DistinctBy(s => joined[s.Id]).ToDictionary(s => joined[s.Id], s => s.Group!, StringComparer.Ordinal);
        return
        [
            .. contents.Items.Select(i => i is { Fold: null, Images.Target: OpticalFile { Window: not null } }
                ? i with { Group = listed.GetValueOrDefault(joined[i.Group]) ?? joined[i.Group] } : i),
        ];
    }
}
