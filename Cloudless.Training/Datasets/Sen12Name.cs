using System.Globalization;
using System.Text.RegularExpressions;

namespace Cloudless.Training.Datasets;

/// <summary>What the name of a patch of SEN12MS-CR or SEN12MS says.</summary>
/// <param name="Season">Collection and season, e.g. <c>ROIs1158_spring</c>.</param>
/// <param name="Roi">Number of the region.</param>
/// <param name="Patch">Number of the patch in it.</param>
internal readonly partial record struct Sen12Name(string Season, int Roi, int Patch)
{
    /// <summary>What of the patch the file is: <c>s1</c>, <c>s2</c>, <c>s2_cloudy</c>, <c>s2_cloudFree</c> or <c>lc</c>; null where the name does not say.</summary>
    public string? Part { get; private init; }

    /// <summary>The scene, e.g. <c>ROIs1158_spring_31</c>: what splits are made of. To be compared whole, never by its beginning.</summary>
    public string Scene => string.Create(CultureInfo.InvariantCulture, $"{Season}_{Roi}");

    /// <summary>The patch, e.g. <c>ROIs1158_spring_31_p684</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Season}_{Roi}_p{Patch}");

    /// <summary>The season alone, e.g. <c>spring</c>.</summary>
    public string SeasonName => Season[(Season.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>
    /// Reads a file name or id: as published (<c>ROIs1158_spring_s2_cloudy_31_p684.tif</c>), as dsen2-cr flattens it (without the part), and as its
    /// first list has it (without the p). Null for other names.
    /// </summary>
    public static Sen12Name? Parse(string name)
    {
        Match match = Pattern().Match(name);
        return match.Success
            && int.TryParse(match.Groups["roi"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int roi)
            && int.TryParse(match.Groups["patch"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int patch)
                ? new Sen12Name(match.Groups["season"].Value, roi, patch) { Part = match.Groups["part"] is { Success: true, Value: var part } ? part : null }
                : null;
    }

    [GeneratedRegex(@"^(?<season>ROIs\d+_(spring|summer|fall|winter))(_(?<part>s1|s2|s2_cloudy|s2_cloudFree|lc))?_(?<roi>\d+)_p?(?<patch>\d+)(\.tiff?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
