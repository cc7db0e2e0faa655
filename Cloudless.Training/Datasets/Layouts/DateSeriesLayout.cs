using System.Globalization;
using System.Text.RegularExpressions;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// Many dates of one place, <c>&lt;nn&gt;_&lt;yyyy-MM-dd&gt;_s2l1c.tif</c>, paired: each date with clouds becomes an input whose
/// target is the clear date nearest in time; each clear date is also a surface to paste clouds on.
/// </summary>
internal static partial class DateSeriesLayout
{
    /// <summary>A date is clear below this share of cloud pixels.</summary>
    private const double ClearCover = 0.002;

    /// <summary>A date is an input from this share on; what lies between is neither.</summary>
    private const double CloudyCover = 0.05;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*_s2l1c.tif").Any(f => DateName().IsMatch(Path.GetFileName(f)));

    /// <summary>Adds all patches of a folder: pairs by date, then clear dates.</summary>
    public static void List(string folder, PatchStore store, FolderContents contents)
    {
        string source = Path.GetFileName(folder);
        var clear = new List<(DateOnly Date, OpticalSource Image)>();
        var cloudy = new List<(DateOnly Date, OpticalSource Image)>();
        foreach (string path in Directory.EnumerateFiles(folder, "*_s2l1c.tif").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            Match match = DateName().Match(name);
            if (!match.Success)
            {
                continue;
            }

            DateOnly date = DateOnly.ParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var image = new OpticalFile(folder, name);
            CloudCover? cover = contents.Look(path, () => store.CoverOf(image));
            if (cover?.Cover < ClearCover)
            {
                clear.Add((date, image));
            }
            else if (cover?.Cover >= CloudyCover)
            {
                cloudy.Add((date, image));
            }
        }

        if (clear.Count == 0)
        {
            return;
        }

        foreach ((DateOnly date, OpticalSource image) in cloudy)
        {
            (DateOnly targetDate, OpticalSource target) = clear.MinBy(c => Math.Abs(c.Date.DayNumber - date.DayNumber));
            contents.Items.Add(new PatchItem(new PatchImages(image, target, null)) { Id = $"{date:yyyy-MM-dd}>{targetDate:yyyy-MM-dd}", Source = source, Group = source });
        }

        foreach ((DateOnly date, OpticalSource image) in clear)
        {
            contents.Items.Add(new PatchItem(new PatchImages(null, image, null)) { Id = $"{date:yyyy-MM-dd}", Source = source, Group = source });
        }
    }

    [GeneratedRegex(@"^\d+_(\d{4}-\d\d-\d\d)_s2l1c\.tif$")]
    private static partial Regex DateName();
}
