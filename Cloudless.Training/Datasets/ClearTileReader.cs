namespace Cloudless.Training.Datasets;

/// <summary>
/// Reads clear tiles, <c>&lt;id&gt;_S2L1C.tif</c> with <c>&lt;id&gt;_S1RTC.tif</c> where there is one: surfaces to paste or simulate clouds on.
/// Tiles in which the cloud mask finds much cloud are left out, among them snow that it takes for cloud.
/// </summary>
internal static class ClearTileReader
{
    private const string OpticalSuffix = "_S2L1C.tif";

    /// <summary>Greatest share of pixels that the mask takes for cloud; bright sand and roofs pass for it, so a clear tile may have many.</summary>
    private const double ClearCover = 0.5;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string folder) => Directory.EnumerateFiles(folder, "*" + OpticalSuffix).Any();

    /// <summary>All clear samples of a folder, by id.</summary>
    public static IReadOnlyList<Sample> Read(string folder)
    {
        string source = Path.GetFileName(folder);
        var samples = new List<Sample>();
        foreach (string path in Directory.EnumerateFiles(folder, "*" + OpticalSuffix).Order(StringComparer.Ordinal))
        {
            string stem = path[..^OpticalSuffix.Length], id = Path.GetFileName(stem), sar = stem + "_S1RTC.tif";
            var sample = new Sample
            {
                Id = id,
                Source = source,
                Group = id,
                Target = SampleFiles.ReadOptical(path, SampleFiles.OffsetOf(path)),
                Sar = File.Exists(sar) ? SampleFiles.ReadSar(sar) : null,
            };
            if (CloudCover.Of(sample.Target).Cover < ClearCover)
            {
                samples.Add(sample);
            }
        }

        return samples;
    }
}
