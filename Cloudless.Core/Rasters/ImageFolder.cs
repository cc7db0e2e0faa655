namespace Cloudless.Rasters;

/// <summary>Finds the images of a folder by the names that data sets for cloud removal use.</summary>
/// <remarks>
/// <para>Triplets: <c>&lt;id&gt;_s2_cloudy.tif</c> with <c>&lt;id&gt;_s2_clear.tif</c> (or <c>_s2_cloudfree.tif</c>) and <c>&lt;id&gt;_s1.tif</c>, the latter two where they are there.
/// Tiles: <c>&lt;id&gt;_S2L1C.tif</c> with <c>&lt;id&gt;_S1RTC.tif</c> where it is there. SEN12MS-CR as its archives unpack: the folder with <c>ROIs1158_spring_s2_cloudy</c> and its like, and beside
/// them <c>ROIs1158_spring_s1</c> and <c>ROIs1158_spring_s2</c> where they are there; its patches are named as <c>ROIs1158_spring_31_p684</c>.</para>
/// <para>Names alone are looked at. Other folders in the folder are not looked into. Static, thread-safe.</para>
/// </remarks>
public static class ImageFolder
{
    private const string Cloudy = "_s2_cloudy.tif", Tile = "_S2L1C.tif";

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Its images, ordered by id (ordinal); triplets before tiles, these before patches of SEN12MS-CR.</returns>
    /// <exception cref="CloudlessException">There is no such folder, or no such file in it.</exception>
    public static IReadOnlyList<ImageFiles> List(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new CloudlessException($"The folder '{folder}' does not exist. Check the path.");
        }

        List<ImageFiles> files =
        [
            .. Find(folder, Cloudy, id => (Existing(folder, id, "_s1.tif"), Existing(folder, id, "_s2_clear.tif") ?? Existing(folder, id, "_s2_cloudfree.tif"))),
            .. Find(folder, Tile, id => (Existing(folder, id, "_S1RTC.tif"), null)),
            .. Sen12MsCrFolder.List(folder).OrderBy(f => f.Id, StringComparer.Ordinal),
        ];
        return files.Count > 0
            ? files
            : throw new CloudlessException(
                $"'{folder}' holds no image that is known by its name: expected <id>{Cloudy} (with <id>_s2_clear.tif and <id>_s1.tif) or <id>{Tile} (with <id>_S1RTC.tif), or SEN12MS-CR's folders (ROIs1158_spring_s2_cloudy). "
                + (Directory.EnumerateDirectories(folder).Any() ? "Other folders in it are not looked into: name one of them, or give the files as a list." : "Give the files as a list."));
    }

    private static IEnumerable<ImageFiles> Find(string folder, string suffix, Func<string, (string? Sar, string? Target)> partners) =>
        from path in Directory.EnumerateFiles(folder, "*" + suffix).Order(StringComparer.Ordinal)
        let id = Path.GetFileName(path)[..^suffix.Length]
        let found = partners(id)
        select new ImageFiles { Id = id, OpticalPath = path, SarPath = found.Sar, TargetPath = found.Target };

    private static string? Existing(string folder, string id, string suffix) =>
        Path.Combine(folder, id + suffix) is var path && File.Exists(path) ? path : null;
}
