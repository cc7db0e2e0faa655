using System.Globalization;
using System.Text.RegularExpressions;
using Cloudless.Imagery;

namespace Cloudless.Training.Datasets;

/// <summary>
/// Reads many dates of one place, <c>&lt;nn&gt;_&lt;yyyy-MM-dd&gt;_s2l1c.tif</c>, and pairs them: each date with clouds becomes an input whose
/// target is the clear date nearest in time; each clear date is also a surface to paste clouds on.
/// </summary>
internal static partial class DateSeriesReader
{
    /// <summary>A date is clear below this share of cloud pixels.</summary>
    private const double ClearCover = 0.002;

    /// <summary>A date is an input from this share on; what lies between is neither.</summary>
    private const double CloudyCover = 0.05;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*_s2l1c.tif").Any(f => DateName().IsMatch(Path.GetFileName(f)));

    /// <summary>All samples of a folder: pairs by date, then clear dates.</summary>
    public static IReadOnlyList<Sample> Read(string folder)
    {
        string source = Path.GetFileName(folder);
        var clear = new List<(DateOnly Date, Raster<short> Image)>();
        var cloudy = new List<(DateOnly Date, Raster<short> Image)>();
        foreach (string path in Directory.EnumerateFiles(folder, "*_s2l1c.tif").Order(StringComparer.Ordinal))
        {
            Match match = DateName().Match(Path.GetFileName(path));
            if (!match.Success)
            {
                continue;
            }

            DateOnly date = DateOnly.ParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Raster<short> image = SampleFiles.ReadOptical(path);
            double cover = CloudCover.Of(image).Cover;
            if (cover < ClearCover)
            {
                clear.Add((date, image));
            }
            else if (cover >= CloudyCover)
            {
                cloudy.Add((date, image));
            }
        }

        if (clear.Count == 0)
        {
            return [];
        }

        var samples = new List<Sample>();
        foreach ((DateOnly date, Raster<short> image) in cloudy)
        {
            (DateOnly targetDate, Raster<short> target) = clear.MinBy(c => Math.Abs(c.Date.DayNumber - date.DayNumber));
            samples.Add(new Sample { Id = $"{date:yyyy-MM-dd}>{targetDate:yyyy-MM-dd}", Source = source, Group = source, Input = image, Target = target });
        }

        samples.AddRange(clear.Select(c => new Sample { Id = $"{c.Date:yyyy-MM-dd}", Source = source, Group = source, Target = c.Image }));
        return samples;
    }

    [GeneratedRegex(@"^\d+_(\d{4}-\d\d-\d\d)_s2l1c\.tif$")]
    private static partial Regex DateName();
}
