using System.Text.RegularExpressions;

namespace Cloudless.Training.Datasets;

/// <summary>
/// Reads folders of cloudy/clear pairs: <c>&lt;id&gt;_s2_cloudy.tif</c> with <c>&lt;id&gt;_s2_clear.tif</c> (or <c>_s2_cloudfree.tif</c>) and, where
/// there is one, <c>&lt;id&gt;_s1.tif</c>. This is the plain layout, and that of the SEN12MS-CR samples. Both images of a pair are
/// taken to carry the offset that the clear one shows.
/// </summary>
internal static partial class PairReader
{
    private const string CloudySuffix = "_s2_cloudy.tif";
    private static readonly string[] ClearSuffixes = ["_s2_clear.tif", "_s2_cloudfree.tif"];

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*" + CloudySuffix).Any();

    /// <summary>All samples of a folder, by id.</summary>
    /// <exception cref="CloudlessException">A cloudy image has no clear partner.</exception>
    public static IReadOnlyList<Sample> Read(string folder, FoldTable folds)
    {
        string source = Path.GetFileName(folder);
        var samples = new List<Sample>();
        foreach (string cloudy in Directory.EnumerateFiles(folder, "*" + CloudySuffix).Order(StringComparer.Ordinal))
        {
            string stem = cloudy[..^CloudySuffix.Length], id = Path.GetFileName(stem);
            string clear = ClearSuffixes.Select(s => stem + s).FirstOrDefault(File.Exists)
                ?? throw new CloudlessException($"{cloudy}: no cloud-free partner; expected {id}{ClearSuffixes[0]} or {id}{ClearSuffixes[1]} beside it. Add it or remove the cloudy image.");
            string sar = stem + "_s1.tif";
            float offset = SampleFiles.OffsetOf(clear);
            (string group, int? fold) = folds.Find(source, id) ?? (SceneOf(id), null);
            samples.Add(new Sample
            {
                Id = id,
                Source = source,
                Group = group,
                Fold = fold,
                Input = SampleFiles.ReadOptical(cloudy, offset),
                Target = SampleFiles.ReadOptical(clear, offset),
                Sar = File.Exists(sar) ? SampleFiles.ReadSar(sar) : null,
            });
        }

        return samples;
    }

    /// <summary>The scene of a SEN12MS-CR file name (patches of a scene overlap by half), else the name itself.</summary>
    private static string SceneOf(string id) => PatchName().Match(id) is { Success: true } match ? match.Groups[1].Value : id;

    [GeneratedRegex(@"^(ROIs\d+_[a-z]+_\d+)_p\d+$")]
    private static partial Regex PatchName();
}
