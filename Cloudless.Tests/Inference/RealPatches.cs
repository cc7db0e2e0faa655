using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Inference;

/// <summary>Real network inputs from the SEN12MS-CR triplets; tests that ask for them are skipped where the data are absent.</summary>
internal static class RealPatches
{
    private const string Cloudy = "_s2_cloudy.tif";

    /// <summary>The triplets of both folders, each as path without the ending, sorted.</summary>
    public static string[] All() =>
        [.. new[] { "sen12mscr_triplets", "sen12mscr_georeferenced" }
            .SelectMany(folder => Directory.GetFiles(TestData.Require(folder), "*" + Cloudy))
            .Select(f => f[..^Cloudy.Length]).Order(StringComparer.Ordinal)];

    /// <summary>A batch [N,15|13,h,w] of cloudy DN and dB: the same window of each of the named triplets.</summary>
    public static (float[] Input, TensorShape Shape) Read(bool sar, Window window, params IReadOnlyList<string> triplets)
    {
        var input = new List<float>();
        foreach (string triplet in triplets)
        {
            string[] files = sar ? [triplet + Cloudy, triplet + "_s1.tif"] : [triplet + Cloudy];
            foreach (string file in files)
            {
                using RasterReader reader = RasterReader.Open(file);
                input.AddRange(reader.Read<float>(window).Data);
            }
        }

        return ([.. input], new TensorShape(triplets.Count, sar ? 15 : 13, window.Height, window.Width));
    }
}
