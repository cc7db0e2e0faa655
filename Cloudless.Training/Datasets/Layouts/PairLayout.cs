using System.Text.RegularExpressions;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// Folders of cloudy/clear pairs: <c>&lt;id&gt;_s2_cloudy.tif</c> with <c>&lt;id&gt;_s2_clear.tif</c> (or <c>_s2_cloudfree.tif</c>) and, where
/// there is one, <c>&lt;id&gt;_s1.tif</c>. Both images of a pair are taken to carry the offset that the clear one shows.
/// </summary>
internal static partial class PairLayout
{
    private const string CloudySuffix = "_s2_cloudy.tif";
    private static readonly string[] ClearSuffixes = ["_s2_clear.tif", "_s2_cloudfree.tif"];

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*" + CloudySuffix).Any();

    /// <summary>All patches of a folder, by id.</summary>
    /// <exception cref="CloudlessException">A cloudy image has no clear partner.</exception>
    public static IEnumerable<PatchItem> List(string folder, FoldTable folds)
    {
        string source = Path.GetFileName(folder);
        foreach (string cloudy in Directory.EnumerateFiles(folder, "*" + CloudySuffix).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(cloudy), id = name[..^CloudySuffix.Length];
            string clear = ClearSuffixes.Select(s => id + s).FirstOrDefault(f => File.Exists(Path.Combine(folder, f)))
                ?? throw new CloudlessException($"{cloudy}: no cloud-free partner; expected {id}{ClearSuffixes[0]} or {id}{ClearSuffixes[1]} beside it. Add it or remove the cloudy image.");
            string sar = id + "_s1.tif";
            (string group, int? fold) = folds.Find(source, id) ?? (SceneOf(id), null);
            yield return new PatchItem(new PatchImages(
                new OpticalFile(folder, name, OffsetFrom: clear),
                new OpticalFile(folder, clear, OffsetFrom: clear),
                File.Exists(Path.Combine(folder, sar)) ? new SarFile(folder, sar) : null))
            {
                Id = id,
                Source = source,
                Group = group,
                Fold = fold,
            };
        }
    }

    /// <summary>The scene of a SEN12MS-CR file name (patches of a scene overlap by half), else the name itself.</summary>
    private static string SceneOf(string id) => PatchName().Match(id) is { Success: true } match ? match.Groups[1].Value : id;

    [GeneratedRegex(@"^(ROIs\d+_[a-z]+_\d+)_p\d+$")]
    private static partial Regex PatchName();
}
