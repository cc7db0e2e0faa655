namespace Cloudless.Tests.Training.Datasets;

/// <summary>Tiny trees in the layouts of SEN12MS-CR.</summary>
internal static class TinySen12
{
    public static readonly string[] Parts = ["s1", "s2", "s2_cloudy"];

    /// <summary>Path of a file as published.</summary>
    public static string Published(string root, string season, int roi, int patch, string part) =>
        Path.Combine(root, $"{season}_{part}", $"{part}_{roi}", $"{season}_{part}_{roi}_p{patch}.tif");

    /// <summary>Path of a file in dsen2-cr's folders.</summary>
    public static string Flat(string root, string season, int roi, int patch, string part) =>
        Path.Combine(root, part == "s2" ? "s2_cloudFree" : part, $"{season}_{roi}_p{patch}.tif");

    /// <summary>Writes all three images of a patch; the cloud covers the columns before <paramref name="cloudUntil"/>.</summary>
    public static void Write(Func<string, string, int, int, string, string> layout, string root, string season, int roi, int patch, int cloudUntil = TinyRasters.Side / 2)
    {
        foreach (string part in Parts)
        {
            TinyRasters.WritePart(layout(root, season, roi, patch, part), part, cloudUntil);
        }
    }

    /// <summary>Makes the files of a patch without anything in them, for tests of listing alone.</summary>
    public static void Touch(Func<string, string, int, int, string, string> layout, string root, string season, int roi, int patch)
    {
        foreach (string part in Parts)
        {
            string path = layout(root, season, roi, patch, part);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, []);
        }
    }
}
