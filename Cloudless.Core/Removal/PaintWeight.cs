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

        weight.Data.AsSpan().Fill(1);
        NoDataPixels.Set(opticalDn.Data, weight.Data, 0);
        return weight;
    }
}
