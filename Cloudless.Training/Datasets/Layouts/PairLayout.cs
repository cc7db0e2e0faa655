using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// Folders of cloudy/clear pairs: <c>&lt;id&gt;_s2_cloudy.tif</c> with <c>&lt;id&gt;_s2_clear.tif</c> (or <c>_s2_cloudfree.tif</c>) and, where
/// there is one, <c>&lt;id&gt;_s1.tif</c>. Both images of a pair are taken to carry the offset that the clear one shows. Whole scenes are cut
/// into patches; their SAR image may lie on any grid.
/// </summary>
internal static class PairLayout
{
    private const string CloudySuffix = "_s2_cloudy.tif";
    private static readonly string[] ClearSuffixes = ["_s2_clear.tif", "_s2_cloudfree.tif"];

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*" + CloudySuffix).Any();

    /// <summary>Adds all patches of a folder, by id.</summary>
    public static void List(string folder, int patchSize, FolderContents contents)
    {
        string source = Path.GetFileName(folder);
        FoldTable folds = FoldTable.Beside(folder);
        foreach (Pair pair in Pairs(folder, contents))
        {
            Sen12Name? name = Sen12Name.Parse(pair.Id);
            bool scene = SceneWindows.IsScene(pair.Profile, patchSize);
            (string group, int? fold) = folds.Find(source, pair.Id) ?? (scene ? pair.Id : name?.Scene ?? pair.Id, null);
            var whole = new PatchItem(pair.Images(folder)) { Id = pair.Id, Source = source, Group = group, Fold = fold, Season = name?.SeasonName, Roi = name?.Roi, Patch = name?.Patch };
            if (!scene)
            {
                contents.Items.Add(whole);
            }
            else if (SharesGrid(folder, pair, contents))
            {
                contents.Scenes.Add((pair.Id, fold is null ? null : group, pair.Profile));
                contents.Items.AddRange(Cut(whole, folder, pair, patchSize));
            }
        }

        foreach (string clear in ClearSuffixes.SelectMany(s => Directory.EnumerateFiles(folder, "*" + s)).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(clear), id = name[..^ClearSuffixes.First(s => name.EndsWith(s, StringComparison.Ordinal)).Length];
            if (!File.Exists(Path.Combine(folder, id + CloudySuffix)))
            {
                contents.Missing.Add(new MissingPartner(id, "cloudy", $"{id}{CloudySuffix} beside {clear}"));
            }
        }
    }

    private static IEnumerable<Pair> Pairs(string folder, FolderContents contents)
    {
        foreach (string cloudy in Directory.EnumerateFiles(folder, "*" + CloudySuffix).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(cloudy), id = name[..^CloudySuffix.Length], sar = id + "_s1.tif";
            string? clear = ClearSuffixes.Select(s => id + s).FirstOrDefault(f => File.Exists(Path.Combine(folder, f)));
            if (clear is null)
            {
                contents.Missing.Add(new MissingPartner(id, "cloud-free", $"{id}{ClearSuffixes[0]} or {id}{ClearSuffixes[1]} beside {cloudy}"));
                continue;
            }

            string clearPath = Path.Combine(folder, clear);
            if (contents.Look(clearPath, () => ProfileOf(clearPath)) is { } profile)
            {
                yield return new Pair(id, name, clear, File.Exists(Path.Combine(folder, sar)) ? sar : null, profile);
            }
        }
    }

    /// <summary>Whether both scenes of a pair have the same pixels; windows of others would show different ground.</summary>
    private static bool SharesGrid(string folder, Pair pair, FolderContents contents)
    {
        string path = Path.Combine(folder, pair.Cloudy);
        if (contents.Look(path, () => ProfileOf(path)) is not { } cloudy)
        {
            return false;
        }

        if (RasterWarp.SharesGrid(cloudy, pair.Profile))
        {
            return true;
        }

        contents.Broken.Add(new BrokenFile(
            path,
            $"the cloudy scene has {cloudy.Width} x {cloudy.Height} pixels and lies on another grid than {pair.Clear} ({pair.Profile.Width} x {pair.Profile.Height}). Warp one onto the other, or cut both to the same extent."));
        return false;
    }

    private static IEnumerable<PatchItem> Cut(PatchItem whole, string folder, Pair pair, int patchSize)
    {
        var grid = new SceneGrid(pair.Profile);
        int number = 0;
        foreach (Window window in SceneWindows.Of(pair.Profile.Width, pair.Profile.Height, patchSize))
        {
            yield return whole with
            {
                Id = FormattableString.Invariant($"{pair.Id}_r{window.Row}_c{window.Column}"),
                Patch = number++,
                Images = new PatchImages(
                    new OpticalFile(folder, pair.Cloudy, window, pair.Clear),
                    new OpticalFile(folder, pair.Clear, window, pair.Clear),
                    pair.Sar is null ? null : new SceneSar(folder, pair.Sar, grid, window)),
            };
        }
    }

    private static RasterProfile ProfileOf(string path)
    {
        using RasterReader reader = RasterReader.Open(path);
        return reader.Profile;
    }

    private sealed record Pair(string Id, string Cloudy, string Clear, string? Sar, RasterProfile Profile)
    {
        public PatchImages Images(string folder) => new(
            new OpticalFile(folder, Cloudy, OffsetFrom: Clear), new OpticalFile(folder, Clear, OffsetFrom: Clear), Sar is null ? null : new SarFile(folder, Sar));
    }
}
