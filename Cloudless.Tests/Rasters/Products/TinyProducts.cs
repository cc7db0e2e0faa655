using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Imagery;

namespace Cloudless.Tests.Rasters.Products;

/// <summary>Products of a few pixels whose samples tell band, resolution and place.</summary>
internal static class TinyProducts
{
    /// <summary>A product of 60 x 60 pixels at 10 m.</summary>
    public static SafeTree Tree(string level = "L1C", string baseline = "05.09") => new()
    {
        Level = level,
        Baseline = baseline,
        Samples = Samples,
        Offsets = string.CompareOrdinal(baseline, "04.00") >= 0 ? [.. Enumerable.Repeat(-1000, 13)] : null,
    };

    /// <summary>1000 for each band, 7000 more for images coarser than the band need be, and a slope.</summary>
    public static ushort[] Samples(Sentinel2Band band, int resolution, Window window) =>
    [
        .. from y in Enumerable.Range(window.Row, window.Height)
           from x in Enumerable.Range(window.Column, window.Width)
           select Sample(band, resolution, y, x),
    ];

    public static ushort Sample(Sentinel2Band band, int resolution, int y, int x) =>
        (ushort)(1001 + (1000 * band.Index) + (resolution > band.NativeResolution ? 7000 : 0) + (7 * y) + (3 * x));
}
