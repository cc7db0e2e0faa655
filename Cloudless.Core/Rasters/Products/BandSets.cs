using System.Text.RegularExpressions;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Finds the 13 bands, or 12 without B10, among the bands of a file.</summary>
internal static partial class BandSets
{
    /// <summary>The bands of Level-2A.</summary>
    public static IReadOnlyList<Sentinel2Band> WithoutCirrus { get; } = [.. Sentinel2Band.All.Where(b => b != Sentinel2Band.B10)];

    /// <summary>The bands in order, in words.</summary>
    public static string Expected { get; } = Words(Sentinel2Band.All);

    /// <summary>Ids in a row.</summary>
    public static string Words(IEnumerable<Sentinel2Band> bands) => string.Join(" ", bands.Select(b => b.Id));

    /// <summary>The band that a name begins with: B2, b02, B02 (blue), B8A ...; null where it names none.</summary>
    public static Sentinel2Band? Parse(string? name)
    {
        Match match = Name().Match(name ?? "");
        return match.Success
            ? Sentinel2Band.All.First(b => b.Id.AsSpan(1).TrimStart('0').Equals(match.Groups[1].ValueSpan, StringComparison.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>Which band of the file each channel of the scene is.</summary>
    /// <param name="profile">The file's.</param>
    /// <param name="declared">Its bands by <see cref="OpticalSourceOptions.Bands"/>, or null.</param>
    /// <param name="path">Name of the file.</param>
    /// <returns>13 or 12 places in the file, from 0, in the order of <see cref="Sentinel2Band.All"/>.</returns>
    /// <exception cref="BandMissingException">A band is missing or named twice.</exception>
    public static int[] Find(RasterProfile profile, IReadOnlyList<string>? declared, string path)
    {
        Sentinel2Band?[] found = declared is null ? [.. profile.BandNames.Select(Parse)] : ParseDeclared(declared, profile, path);
        if (declared is null && found.All(b => b is null))
        {
            return profile.BandCount is Sentinel2Band.Count or Sentinel2Band.Count - 1
                ? [.. Enumerable.Range(0, profile.BandCount)]
                : throw new BandMissingException(
                    $"'{path}' has {Found(profile)}; expected the 13 bands of Sentinel-2 Level-1C: {Expected} (12 without B10 for Level-2A), in this order where they carry no names. "
                    + "Say which band is which with --bands, or give the product.");
        }

        if (found.OfType<Sentinel2Band>().GroupBy(b => b).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice)
        {
            throw new BandMissingException($"'{path}' names {twice.Id} twice. Say which band is which with --bands, '-' for one to leave aside.");
        }

        Sentinel2Band[] missing = [.. Sentinel2Band.All.Where(b => !found.Contains(b))];
        return missing.All(b => b == Sentinel2Band.B10)
            ? [.. Sentinel2Band.All.Where(b => !missing.Contains(b)).Select(b => Array.IndexOf(found, b))]
            : throw new BandMissingException(
                $"'{path}' lacks {Words(missing)} among its {Found(profile)}; expected all of {Expected} (B10 may be missing). Give the whole product, or say with --bands which band is which.");
    }

    private static Sentinel2Band?[] ParseDeclared(IReadOnlyList<string> declared, RasterProfile profile, string path)
    {
        if (declared.Count != profile.BandCount)
        {
            throw new BandMissingException(
                $"--bands names {declared.Count} bands; '{path}' has {Found(profile)}. Name every band of the file in its order, '-' for one to leave aside.");
        }

        return [.. declared.Select(name => name == "-" ? null : Parse(name)
            ?? throw new BandMissingException($"--bands: '{name}' is no band of Sentinel-2. Use {Expected}, and '-' for one to leave aside."))];
    }

    private static string Found(RasterProfile profile) =>
        $"{profile.BandCount} band{(profile.BandCount == 1 ? "" : "s")}{(profile.BandNames.Count == 0 ? "" : $" ({string.Join(", ", profile.BandNames.Select(n => n ?? "unnamed"))})")}";

    [GeneratedRegex("^\\s*B(?:and)?[ _]?0?(8A|[1-9]|1[0-2])(?![0-9A-Za-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
