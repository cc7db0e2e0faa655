using System.Text.RegularExpressions;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>What the names of files tell, in the compact naming and in the long one of the first products.</summary>
internal static partial class ProductNames
{
    /// <summary>The last part of a name, whatever separates its parts.</summary>
    public static string FileName(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>Whether a file tells of a whole product: MTD_MSIL1C.xml, S2A_OPER_MTD_SAFL1C_….xml.</summary>
    public static bool IsProductMetadata(string name) => ProductMetadataName().IsMatch(FileName(name));

    /// <summary>Whether a file tells of a granule: MTD_TL.xml, S2A_OPER_MTD_L1C_TL_….xml.</summary>
    public static bool IsTileMetadata(string name) => TileMetadataName().IsMatch(FileName(name));

    /// <summary>The band whose samples a file holds by its name: …_B02.jp2, …_B02_10m.jp2, B8A.tif; null for none.</summary>
    public static Sentinel2Band? BandOf(string name)
    {
        Match match = BandFileName().Match(FileName(name));
        return match.Success ? BandSets.Parse("B" + match.Groups[1].Value) : null;
    }

    /// <summary>The tile in a name, as T31TDH; null where there is none.</summary>
    public static string? TileOf(string name) => First(TileName(), FileName(name));

    /// <summary>The first time in a name, as 20150726T105036; null where there is none.</summary>
    public static string? TimeOf(string name) => First(TimeName(), FileName(name));

    /// <summary>The processing baseline in a name, as 05.09; null where there is none.</summary>
    public static string? BaselineOf(string name) =>
        BaselineName().Match(FileName(name)) is { Success: true } match ? $"{match.Groups[1].Value}.{match.Groups[2].Value}" : null;

    private static string? First(Regex regex, string name) => regex.Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^(MTD_MSIL(1C|2A)|S2[A-Z]_(OPER|USER)_MTD_SAFL(1C|2A)_[^/]*)\.xml$", RegexOptions.CultureInvariant)]
    private static partial Regex ProductMetadataName();

    [GeneratedRegex(@"^(MTD_TL|S2[A-Z]_(OPER|USER)_MTD_L(1C|2A)_TL_[^/]*)\.xml$", RegexOptions.CultureInvariant)]
    private static partial Regex TileMetadataName();

    [GeneratedRegex(@"(?:^|[_\-. ])B(0?[1-9]|8A|1[0-2])(?:_(?:10|20|60)m)?(?:[_ ]\(Raw\))?\.(?:jp2|tiff?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BandFileName();

    [GeneratedRegex(@"(?:^|_)(T[0-9]{2}[A-Z]{3})(?=[_.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex TileName();

    [GeneratedRegex(@"(?:^|_)V?([0-9]{8}T[0-9]{6})(?=[_.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex TimeName();

    [GeneratedRegex(@"_N([0-9]{2})\.?([0-9]{2})(?=[_.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex BaselineName();
}
