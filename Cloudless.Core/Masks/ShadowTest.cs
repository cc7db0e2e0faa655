using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The relative shadow test: dark in CSI and in blue against the image's own level, then a 5x5 majority (Meraner et al. 2020).</summary>
internal static class ShadowTest
{
    /// <summary>Marks shadow pixels.</summary>
    /// <param name="bands">DN.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="statistics">Statistics of the scene.</param>
    /// <param name="skipNoData">Whether nodata pixels count as not dark.</param>
    /// <param name="shadow">[H,W], overwritten; 0 or 1.</param>
    public static void Compute(OpticalPlanes bands, int height, int width, ShadowStatistics statistics, bool skipNoData, Span<byte> shadow)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(bands.Length + MedianShadow.WorkLength(width));
        try
        {
            Span<byte> dark = rented.AsSpan(0, bands.Length);
            double csiThreshold = statistics.CsiThreshold, blueThreshold = statistics.BlueThreshold;
            ReadOnlySpan<float> blue = bands[Sentinel2Band.B02], nir = bands[Sentinel2Band.B08], swir = bands[Sentinel2Band.B11];
            for (int i = 0; i < dark.Length; i++)
            {
                // Both strict: an image of one color has no shadow.
                bool isDark = ((double)nir[i] + swir[i]) / 2 < csiThreshold && blue[i] < blueThreshold;
                dark[i] = isDark && !(skipNoData && bands.IsNoData(i)) ? (byte)1 : (byte)0;
            }

            MedianShadow.Apply(dark, height, width, rented.AsSpan(bands.Length, MedianShadow.WorkLength(width)), shadow);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
