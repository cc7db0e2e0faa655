using System.Globalization;
using System.Text.RegularExpressions;
using Cloudless.Rasters.Products;

namespace Cloudless.Scoring;

/// <summary>What names of scenes tell: a time, a tile, a polarization, and an id for the item.</summary>
internal static partial class SceneNames
{
    private const string Vv = "vv", Vh = "vh";

    /// <summary>When a scene was taken, by its name: 20200711T101559, 20200711 or 2020-07-11; null where it does not tell.</summary>
    public static DateTime? TimeOf(string path)
    {
        foreach (Match match in Time().Matches(ProductNames.FileName(path)))
        {
            string text = match.Groups[1].Value.Replace("-", "", StringComparison.Ordinal) + match.Groups[2].Value;
            if (DateTime.TryParseExact(
                text, ["yyyyMMdd", "yyyyMMddHHmmss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
                && time.Year is >= 2014 and < 2100)
            {
                return time;
            }
        }

        return null;
    }

    /// <summary>The MGRS tile in a name, as T32TQM; null where there is none.</summary>
    public static string? TileOf(string path) => ProductNames.TileOf(ProductNames.FileName(path));

    /// <summary>Puts files of one polarization together with those of the other: VV first; what has no partner stays alone.</summary>
    public static IEnumerable<IReadOnlyList<string>> Partners(IEnumerable<string> paths) => paths
        .GroupBy(p => Path.Combine(Path.GetDirectoryName(p) ?? "", Polarization().Replace(Path.GetFileName(p), "?")), StringComparer.Ordinal)
        .SelectMany(g => g.Select(Says).ToHashSet().SetEquals([Vv, Vh]) && g.Count() == 2
            ? (IReadOnlyList<string>[])[[.. g.OrderByDescending(Says, StringComparer.Ordinal)]]
            : g.Select(p => (IReadOnlyList<string>)[p]));

    /// <summary>Ids for scenes, in their order: the name without what tells its form, and as many folders before it as it takes to be alone.</summary>
    public static IReadOnlyList<string> Ids(IReadOnlyList<string> paths)
    {
        string[] ids = [.. paths.Select(p => Safe(Stem(p)))];
        for (int depth = 1; depth < 4 && Doubles(ids) is { Count: > 0 } doubles; depth++)
        {
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = doubles.Contains(ids[i]) ? Safe($"{Folder(paths[i], depth)}_{Stem(paths[i])}") : ids[i];
            }
        }

        Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
        return [.. ids.Select(id => (seen[id] = seen.GetValueOrDefault(id) + 1) is var n and > 1 ? string.Create(CultureInfo.InvariantCulture, $"{id}-{n}") : id)];
    }

    private static HashSet<string> Doubles(string[] ids) =>
        new(ids.GroupBy(id => id, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key), StringComparer.OrdinalIgnoreCase);

    private static string Folder(string path, int depth)
    {
        string? folder = path;
        for (int i = 0; i < depth; i++)
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.GetFileName(folder) is { Length: > 0 } name ? name : "root";
    }

    private static string Stem(string path)
    {
        string name = Path.GetFileName(path);
        return Form().Replace(name, "") is { Length: > 0 } stem ? stem : name;
    }

    private static string Safe(string name)
    {
        string safe = Unsafe().Replace(name, "_").TrimStart('.', '_', '-').TrimEnd('.');
        return ItemIds.Problem(safe) is null ? safe : ItemIds.Problem($"item_{safe}") is null ? $"item_{safe}" : "item";
    }

    private static string? Says(string path) => Polarization().Match(Path.GetFileName(path)) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"(?<![0-9])([0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T_]?([0-9]{6}))?(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex("(?<![A-Za-z0-9])V[VH](?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Polarization();

    [GeneratedRegex(@"(\.SAFE)?(\.zip)?$|\.(tiff?|jp2|vrt)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Unsafe();
}
