namespace Cloudless.Rasters;

/// <summary>
/// SEN12MS-CR as its archives unpack: <c>&lt;season&gt;_s2_cloudy/s2_cloudy_&lt;region&gt;/&lt;season&gt;_s2_cloudy_&lt;region&gt;_p&lt;patch&gt;.tif</c>, and the same with <c>s1</c> and <c>s2</c> for the partners.
/// </summary>
internal static class Sen12MsCrFolder
{
    private const string Cloudy = "s2_cloudy", Clear = "s2", Sar = "s1";

    /// <summary>The patches of all seasons and regions that are there; none where the folder is another one.</summary>
    /// <returns>Named <c>&lt;season&gt;_&lt;region&gt;_p&lt;patch&gt;</c>, in no order.</returns>
    public static IEnumerable<ImageFiles> List(string folder) =>
        from archive in Directory.EnumerateDirectories(folder, $"ROIs*_{Cloudy}")
        let season = Path.GetFileName(archive)[..^(Cloudy.Length + 1)]
        from regionFolder in Directory.EnumerateDirectories(archive, $"{Cloudy}_*")
        let region = Path.GetFileName(regionFolder)[(Cloudy.Length + 1)..]
        let before = $"{season}_{Cloudy}_{region}_"
        from path in Directory.EnumerateFiles(regionFolder, $"{before}p*.tif")
        let patch = Path.GetFileNameWithoutExtension(path)[before.Length..]
        select new ImageFiles
        {
            Id = $"{season}_{region}_{patch}",
            OpticalPath = path,
            SarPath = Partner(folder, season, Sar, region, patch),
            TargetPath = Partner(folder, season, Clear, region, patch),
        };

    private static string? Partner(string folder, string season, string part, string region, string patch) =>
        Path.Combine(folder, $"{season}_{part}", $"{part}_{region}", $"{season}_{part}_{region}_{patch}.tif") is var path && File.Exists(path) ? path : null;
}
