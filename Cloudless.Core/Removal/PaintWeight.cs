using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Removal;

/// <summary>The network's share in each pixel of the result.</summary>
internal static class PaintWeight
{
    /// <summary>The removal mask's weight, or 1 everywhere without composite; 0 on nodata either way.</summary>
    /// <returns>[1,H,W], 0..1.</returns>
    public static Raster<float> Compute(Raster<float> opticalDn, RemovalOptions options, int threads)
    {
        var weight = new Raster<float>(1, opticalDn.Height, opticalDn.Width, LargeArrays.Take<float>(opticalDn.PlaneLength));
        if (options.Composite)
        {
            RemovalMask.Compute(opticalDn.Data, opticalDn.Height, opticalDn.Width, options.Mask, weight.Data, threads);
            return weight;
        }

        for (int p = 0; p < weight.PlaneLength; p++)
        {
            weight.Data[p] = IsNoData(opticalDn, p) ? 0 : 1;
        }

        return weight;
    }

    /// <summary>Number of pixels whose bands are all 0.</summary>
    public static long CountNoData(Raster<float> opticalDn)
    {
        long count = 0;
        for (int p = 0; p < opticalDn.PlaneLength; p++)
        {
            count += IsNoData(opticalDn, p) ? 1 : 0;
        }

        return count;
    }

    private static bool IsNoData(Raster<float> opticalDn, int pixel)
    {
        for (int i = pixel; i < opticalDn.Data.Length; i += opticalDn.PlaneLength)
        {
            if (opticalDn.Data[i] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
