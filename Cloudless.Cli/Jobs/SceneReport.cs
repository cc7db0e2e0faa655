using Cloudless.Imagery;
using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Jobs;

/// <summary>What <c>info</c> tells of a Sentinel-2 scene.</summary>
internal sealed record SceneReport
{
    public required string Name { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required SampleType SampleType { get; init; }

    public required IReadOnlyList<string> Bands { get; init; }

    public double? NoData { get; init; }

    public string? Crs { get; init; }

    public IReadOnlyList<double>? Transform { get; init; }

    /// <summary>How stored numbers become signed DN.</summary>
    public required string Radiometry { get; init; }

    /// <summary>What was decided, first the radiometry and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Acquisition and processing.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required IReadOnlyList<string> Files { get; init; }

    /// <exception cref="CloudlessException">It is no scene.</exception>
    public static SceneReport Read(string path, OpticalSourceOptions options)
    {
        using OpticalSource source = OpticalSource.Open(path, options);
        RasterProfile profile = source.Profile;
        return new SceneReport
        {
            Name = source.Name,
            Width = profile.Width,
            Height = profile.Height,
            SampleType = profile.SampleType,
            Bands = [.. source.Bands.Select(b => b.Id)],
            NoData = profile.NoData,
            Crs = profile.Crs,
            Transform = profile.Transform,
            Radiometry = source.Radiometry.Name,
            Notes = source.Notes,
            Tags = profile.Tags,
            Files = source.Files,
        };
    }

    /// <summary>For people; the whole CRS and the files are in the JSON.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"scene         {Name}";
        yield return FormattableString.Invariant($"  size        {Width} x {Height} pixels, {SampleType}, nodata {(NoData is { } value ? FormattableString.Invariant($"{value}") : "not declared")}");
        yield return $"  bands       {string.Join(" ", Bands)}";
        yield return $"  place       {(Transform is { } t ? FormattableString.Invariant($"pixels of {t[1]} from {t[0]}, {t[3]}") : "not told")}{(Crs is { } crs ? $", {CrsName(crs)}" : "")}";
        foreach (string note in Notes)
        {
            yield return $"  note        {note}";
        }

        foreach ((string key, string text) in Tags.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            yield return $"  {key}={text}";
        }
    }

    private static string CrsName(string wkt) => wkt.Split('"') is { Length: > 1 } parts ? parts[1] : wkt;
}
