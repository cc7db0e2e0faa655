using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Tests.Training.Datasets;

namespace Cloudless.Tests.Training.Temporal;

/// <summary>Writes tiny trees of SEN12MS-CR-TS: 16 x 16 pixels, the names, bands and types of the data set, clouds from the left edge on.</summary>
internal static class TinySeries
{
    /// <summary>Writes one patch.</summary>
    /// <param name="root">Folder of the tree.</param>
    /// <param name="cloudUntil">For each date, the column up to which there is cloud.</param>
    /// <param name="collection">E.g. ROIs1868.</param>
    /// <param name="roi">Region of interest.</param>
    /// <param name="patch">Number of the patch.</param>
    public static void Write(string root, IReadOnlyList<int> cloudUntil, string collection = "ROIs1868", int roi = 119, int patch = 0)
    {
        for (int t = 0; t < cloudUntil.Count; t++)
        {
            TinyRasters.Write(File(root, "s2", t, collection, roi, patch), 13, TinyRasters.Clouded(cloudUntil[t]));
            TinyRasters.Write(File(root, "s1", t, collection, roi, patch), 2, TinyRasters.Backscatter, SampleType.Float32);
        }
    }

    /// <summary>The path of an image; SAR is taken two days after the optical image, a date every 12 days.</summary>
    public static string File(string root, string mode, int t, string collection = "ROIs1868", int roi = 119, int patch = 0)
    {
        string date = Day(t).AddDays(mode == "s1" ? 2 : 0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Path.Combine(root, collection, $"{roi}", mode.ToUpperInvariant(), $"{t}", $"{mode}_{collection}_{roi}_ImgNo_{t}_{date}_patch_{patch}.tif");
    }

    /// <summary>The day of a date.</summary>
    public static DateOnly Day(int t) => new DateOnly(2018, 1, 3).AddDays(12 * t);
}
