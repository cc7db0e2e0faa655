using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>Which scenes belong together.</summary>
public sealed record PairingOptions
{
    /// <summary>The most days between both dates, 0 or more. Sentinel-1 comes by every 6 to 12 days.</summary>
    public double MaxDays { get; init; } = 6;

    /// <summary>The least share of the optical scene that the SAR image covers, 0..1.</summary>
    public double MinOverlap { get; init; } = 0.5;

    /// <summary>Whether optical scenes without a partner are items too, without SAR.</summary>
    public bool KeepUnpaired { get; init; }
}

/// <summary>A scene that is in no pair, and why.</summary>
/// <param name="Path">The scene.</param>
/// <param name="Reason">Why.</param>
public sealed record UnpairedScene(string Path, string Reason);

/// <summary>A manifest that was made.</summary>
/// <param name="Items">The items, by the path of their scene.</param>
/// <param name="Paired">How many have SAR.</param>
/// <param name="Undated">How many pairs were made without both dates.</param>
/// <param name="UnpairedOptical">Optical scenes without a partner.</param>
/// <param name="UnpairedSar">SAR images that no pair took.</param>
public sealed record MadeManifest(
    IReadOnlyList<ManifestItem> Items, int Paired, int Undated, IReadOnlyList<UnpairedScene> UnpairedOptical, IReadOnlyList<UnpairedScene> UnpairedSar)
{
    /// <summary>Writes the manifest with full paths: as CSV where the file's name ends so, else as JSON Lines. To be made before the work, which may take long, so that a place that cannot be written is told first.</summary>
    /// <param name="file">Where; committed.</param>
    /// <exception cref="CloudlessException">It cannot be written; or as CSV the path of an item cannot be told.</exception>
    public void Write(AtomicFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ManifestWriter.Write(Items, file.TemporaryPath, Path.GetExtension(file.Path).Equals(".csv", StringComparison.OrdinalIgnoreCase));
        file.Commit();
    }
}

/// <summary>Makes manifests of scenes found by patterns: each optical scene with the SAR image of its place that is nearest in time.</summary>
/// <remarks>
/// A partner covers enough of the scene, is of the same tile where both names tell one, and lies within the days allowed; of several the nearest in time is taken, then the one that covers
/// most, then the first by path. Where a date is not told, partners with dates go first. The same files give the same manifest.
/// </remarks>
public static class ManifestMaker
{
    /// <summary>Makes a manifest.</summary>
    /// <param name="s2">Patterns of optical scenes: <c>*</c>, <c>?</c>, and <c>**</c> for folders of any depth.</param>
    /// <param name="s1">Patterns of SAR images; empty for items without.</param>
    /// <param name="options">What belongs together; null for the defaults.</param>
    /// <exception cref="CloudlessException">A pattern matches nothing.</exception>
    public static MadeManifest Make(IReadOnlyList<string> s2, IReadOnlyList<string> s1, PairingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(s2);
        ArgumentNullException.ThrowIfNull(s1);
        options ??= new PairingOptions();
        string[] optical = Find(s2);
        if (s1.Count == 0)
        {
            return new MadeManifest([.. Items(optical, [.. optical.Select(_ => (IReadOnlyList<string>)[])])], 0, 0, [], []);
        }

        PlacedScene[] scenes = Look(optical, PlacedScene.OfOptical), images = Look([.. SceneNames.Partners(Find(s1))], PlacedScene.OfSar);
        var index = new SceneIndex(images.Where(i => i.Place is not null));
        (PlacedScene? Partner, string Reason)[] found = [.. scenes.Select(s => Partner(s, index, options))];
        bool[] kept = [.. scenes.Select((s, i) => found[i].Partner is not null || (options.KeepUnpaired && s.Place is not null))];
        HashSet<PlacedScene> taken = [.. found.Where(f => f.Partner is not null).Select(f => f.Partner!)];
        int[] chosen = [.. Enumerable.Range(0, scenes.Length).Where(i => kept[i])];
        return new MadeManifest(
            [.. Items([.. chosen.Select(i => optical[i])], [.. chosen.Select(i => found[i].Partner?.Paths ?? [])])],
            found.Count(f => f.Partner is not null),
            found.Where((f, i) => f.Partner is { } partner && (partner.Taken is null || scenes[i].Taken is null)).Count(),
            [.. scenes.Select((s, i) => (s, found[i])).Where(p => p.Item2.Partner is null).Select(p => new UnpairedScene(p.s.Paths[0], p.Item2.Reason))],
            [.. images.Where(i => !taken.Contains(i)).Select(i => new UnpairedScene(i.Paths[0], i.Problem ?? "no optical scene took it"))]);
    }

    private static (PlacedScene? Partner, string Reason) Partner(PlacedScene scene, SceneIndex index, PairingOptions options)
    {
        if (scene.Place is null)
        {
            return (null, scene.Problem!);
        }

        List<(PlacedScene Image, double Share, double Days)> near =
            [.. index.Near(scene.Place).Select(i => (i, FootprintOverlap.Share(scene.Place, i.Place!), Days(scene, i))).Where(c => c.Item2 > 0)];
        List<(PlacedScene Image, double Share, double Days)> wide = [.. near.Where(c => c.Share >= options.MinOverlap && (scene.Tile is null || c.Image.Tile is null || scene.Tile == c.Image.Tile))];
        (PlacedScene Image, double Share, double Days) best =
            wide.Where(c => double.IsPositiveInfinity(c.Days) || c.Days <= options.MaxDays)
                .OrderBy(c => c.Days).ThenByDescending(c => c.Share).ThenBy(c => c.Image.Paths[0], StringComparer.Ordinal).FirstOrDefault();
        if (best.Image is not null)
        {
            return (best.Image, "");
        }

        return (null,
            wide.Count > 0 ? FormattableString.Invariant($"the nearest SAR image of the place is {wide.Min(c => c.Days):0.#} days away; at most {options.MaxDays:0.#} are allowed (--max-days)")
            : near.Count > 0 ? FormattableString.Invariant($"SAR covers {near.Max(c => c.Share) * 100:0.#} % of it at most, or is of another tile; at least {options.MinOverlap * 100:0.#} % are wanted (--min-overlap)")
            : "no SAR image overlaps it");
    }

    private static double Days(PlacedScene a, PlacedScene b) => a.Taken is { } s && b.Taken is { } t ? Math.Abs((s - t).TotalDays) : double.PositiveInfinity;

    private static IEnumerable<ManifestItem> Items(string[] optical, IReadOnlyList<string>[] sar) =>
        SceneNames.Ids(optical).Select((id, i) => new ManifestItem { Id = id, S2 = optical[i], S1 = sar[i] });

    private static string[] Find(IReadOnlyList<string> patterns) =>
        [.. patterns.SelectMany(p => PathPattern.Find(p).DefaultIfEmpty(null!).Select(f => f ?? throw new CloudlessException($"'{p}' matches nothing. Check the path; quote patterns, so that the shell leaves them alone.")))
            .Distinct().Order(StringComparer.Ordinal)];

    // Headers are waited for, so more at once than processors.
    private static PlacedScene[] Look<T>(IReadOnlyList<T> paths, Func<T, PlacedScene> look)
    {
        var scenes = new PlacedScene[paths.Count];
        Workers.ForEach(paths.Count, 2 * Environment.ProcessorCount, i => scenes[i] = look(paths[i]));
        return scenes;
    }
}
