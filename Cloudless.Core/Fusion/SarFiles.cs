using System.Text.RegularExpressions;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Fusion;

/// <summary>Where VV and VH are: file and band of each.</summary>
/// <param name="Vv">File and 0-based band of VV.</param>
/// <param name="Vh">File and 0-based band of VH.</param>
/// <param name="Notes">What was assumed.</param>
internal sealed partial record SarFiles(SarFiles.Place Vv, SarFiles.Place Vh, IReadOnlyList<string> Notes)
{
    private const string Expected =
        "Give one file with VV and VH, two files (one of each), or a folder with one file of each. Polarizations are told by band names or by 'vv' and 'vh' in file names.";

    /// <summary>The files, each once.</summary>
    public IReadOnlyList<string> Paths => Vv.Path == Vh.Path ? [Vv.Path] : [Vv.Path, Vh.Path];

    /// <summary>Finds both polarizations.</summary>
    /// <param name="paths">One file, two files, or a folder.</param>
    /// <exception cref="UnsupportedProductException">A raw Sentinel-1 product.</exception>
    /// <exception cref="BandMissingException">VV or VH is missing, or cannot be told from other bands.</exception>
    /// <exception cref="CloudlessException">A file cannot be opened.</exception>
    public static SarFiles Find(IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            RawSentinel1.RefuseByName(path);
        }

        string[] files = paths is [{ } one] && Directory.Exists(one) ? InFolder(one) : [.. paths];
        return files switch
        {
            [{ } file] => InOne(file),
            [{ } first, { } second] => InTwo(first, second),
            _ => throw new BandMissingException($"Found {files.Length} SAR files ({string.Join(", ", files)}). {Expected}"),
        };
    }

    private static string[] InFolder(string folder)
    {
        string[] images = [.. Directory.EnumerateFiles(folder)
            .Where(f => Path.GetExtension(f).ToUpperInvariant() is ".TIF" or ".TIFF").Order(StringComparer.Ordinal)];
        string[] named = [.. images.Where(f => FileSays(f) is not null)];
        string[] found = named.Length == 0 ? images : named;
        return found is [_] or [_, _]
            ? found
            : throw new BandMissingException($"'{folder}' holds {images.Length} TIFF files, {named.Length} of them with vv or vh in their names. {Expected}");
    }

    private static SarFiles InOne(string path)
    {
        using RasterReader reader = Open(path);
        int vv = Band(reader, "VV"), vh = Band(reader, "VH");
        if (vv >= 0 && vh >= 0)
        {
            return new SarFiles(new Place(path, vv), new Place(path, vh), []);
        }

        bool silent = vv < 0 && vh < 0 && !Enumerable.Range(0, reader.Profile.BandNames.Count).Any(b => OtherPolarization().IsMatch(reader.Profile.BandNames[b] ?? ""));
        return silent && reader.Profile.BandCount == 2
            ? new SarFiles(new Place(path, 0), new Place(path, 1), [])
            : throw new BandMissingException($"'{path}' has {Describe(reader.Profile)}; a SAR image must have VV and VH (2 bands in this order where they have no names). {Expected}");
    }

    private static SarFiles InTwo(string first, string second)
    {
        (string? Says, int Band) a = InSingle(first), b = InSingle(second);
        return (a.Says, b.Says) switch
        {
            ("VV", "VH" or null) or (null, "VH") => new SarFiles(new Place(first, a.Band), new Place(second, b.Band), []),
            ("VH", "VV" or null) or (null, "VV") => new SarFiles(new Place(second, b.Band), new Place(first, a.Band), []),
            (null, null) => new SarFiles(new Place(first, a.Band), new Place(second, b.Band), [$"Neither name tells: '{first}' was taken as VV, '{second}' as VH."]),
            _ => throw new BandMissingException($"'{first}' and '{second}' are both {a.Says}. {Expected}"),
        };
    }

    // What a file of one polarization says it is.
    private static (string? Says, int Band) InSingle(string path)
    {
        using RasterReader reader = Open(path);
        string? says = FileSays(path);
        int vv = Band(reader, "VV"), vh = Band(reader, "VH");
        if (vv >= 0 ^ vh >= 0)
        {
            return vv >= 0 ? ("VV", vv) : ("VH", vh);
        }

        // With both inside, the file's name says which one is meant.
        return (vv >= 0, says, reader.Profile.BandCount) switch
        {
            (true, "VV", _) => (says, vv),
            (true, "VH", _) => (says, vh),
            (false, _, 1) => (says, 0),
            _ => throw new BandMissingException($"'{path}' has {Describe(reader.Profile)}; expected one band, VV or VH. {Expected}"),
        };
    }

    private static RasterReader Open(string path)
    {
        RasterReader reader = RasterReader.Open(path);
        try
        {
            RawSentinel1.RefuseByGeometry(reader);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static int Band(RasterReader reader, string polarization)
    {
        IReadOnlyList<string?> names = reader.Profile.BandNames;
        int[] found = [.. Enumerable.Range(0, names.Count).Where(b => names[b]?.Contains(polarization, StringComparison.OrdinalIgnoreCase) ?? false)];
        return found.Length switch
        {
            0 => -1,
            1 => found[0],
            _ => throw new BandMissingException($"'{reader.Path}' has {found.Length} bands named {polarization} ({string.Join(", ", found.Select(b => names[b]))}). Write the one to take into a file of its own."),
        };
    }

    private static string? FileSays(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        bool vv = VvToken().IsMatch(name), vh = VhToken().IsMatch(name);
        return vv == vh ? null : vv ? "VV" : "VH";
    }

    private static string Describe(RasterProfile profile) =>
        $"{profile.BandCount} band{(profile.BandCount == 1 ? "" : "s")}{(profile.BandNames.Count == 0 ? "" : $" ({string.Join(", ", profile.BandNames.Select(n => n ?? "unnamed"))})")}";

    [GeneratedRegex("(?<![A-Za-z0-9])VV(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VvToken();

    [GeneratedRegex("(?<![A-Za-z0-9])VH(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VhToken();

    [GeneratedRegex("VV|VH|HH|HV", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherPolarization();

    /// <summary>A band of a file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Band">0-based.</param>
    internal readonly record struct Place(string Path, int Band);
}
