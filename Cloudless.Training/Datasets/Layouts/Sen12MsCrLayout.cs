using System.Globalization;
using System.Text.RegularExpressions;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// SEN12MS-CR as its archives unpack: <c>&lt;season&gt;_s1/s1_&lt;roi&gt;/&lt;season&gt;_s1_&lt;roi&gt;_p&lt;patch&gt;.tif</c>, and the same with <c>s2</c> and
/// <c>s2_cloudy</c>. Seasons and regions that were not downloaded are no error; a season without its SAR archive is read as pairs.
/// </summary>
internal static partial class Sen12MsCrLayout
{
    private static readonly (TripletFiles.Part Part, string Name)[] Parts =
        [(TripletFiles.Part.Sar, "s1"), (TripletFiles.Part.Clear, "s2"), (TripletFiles.Part.Cloudy, "s2_cloudy")];

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string root) => Directory.EnumerateDirectories(root, "ROIs*").Any(f => ArchiveName().IsMatch(Path.GetFileName(f)));

    /// <summary>Lists a folder.</summary>
    public static Listing List(string root)
    {
        var files = new TripletFiles();
        var seasonsWithSar = new HashSet<string>(StringComparer.Ordinal);
        foreach (string archive in Directory.EnumerateDirectories(root, "ROIs*"))
        {
            Match match = ArchiveName().Match(Path.GetFileName(archive));
            if (!match.Success)
            {
                continue;
            }

            (TripletFiles.Part part, string partName) = Parts.Single(p => p.Name == match.Groups["part"].Value);
            if (part == TripletFiles.Part.Sar)
            {
                seasonsWithSar.Add(match.Groups["season"].Value);
            }

            foreach (string region in Directory.EnumerateDirectories(archive, partName + "_*"))
            {
                Add(files, part, match.Groups["season"].Value, region);
            }
        }

        return files.ToListing("SEN12MS-CR as published", (id, part) => Expected(id, part, seasonsWithSar));
    }

    private static void Add(TripletFiles files, TripletFiles.Part part, string season, string region)
    {
        foreach (string path in Directory.EnumerateFiles(region, season + "_*.tif"))
        {
            string name = Path.GetFileName(path);
            if (Sen12Name.Parse(name) is { } parsed && parsed.Season == season)
            {
                files.Add(parsed.Id, part, region, name);
            }
        }
    }

    private static string? Expected(string id, TripletFiles.Part part, HashSet<string> seasonsWithSar)
    {
        Sen12Name name = Sen12Name.Parse(id)!.Value;
        if (part == TripletFiles.Part.Sar && !seasonsWithSar.Contains(name.Season))
        {
            return null;
        }

        string partName = Parts.Single(p => p.Part == part).Name;
        return string.Create(CultureInfo.InvariantCulture, $"{name.Season}_{partName}/{partName}_{name.Roi}/{name.Season}_{partName}_{name.Roi}_p{name.Patch}.tif");
    }

    [GeneratedRegex("^(?<season>ROIs[0-9]+_(spring|summer|fall|winter))_(?<part>s1|s2|s2_cloudy)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ArchiveName();
}
