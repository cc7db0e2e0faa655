using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Removal;

/// <summary>The network's share in each pixel of the result.</summary>
internal static class PaintWeight
{
    /// <summary>The removal mask's weight, or 1 everywhere without composite; 0 on nodata either way.</summary>
    /// <param name="opticalDn">[13,H,W].</param>
    /// <param name="options">Composite, detector and removal mask.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <returns>[1,H,W], 0..1.</returns>
    public static Raster<float> Compute(Raster<float> opticalDn, RemovalOptions options, int threads)
    {
        var weight = new Raster<float>(1, opticalDn.Height, opticalDn.Width, LargeArrays.Take<float>(opticalDn.PlaneLength));
        if (options.Composite)
        {
            ByMask(opticalDn.Data, Grid(opticalDn.Height, opticalDn.Width), options, weight.Data, threads);
            return weight;
        }

        weight.Data.AsSpan().Fill(1);
        NoDataPixels.Set(opticalDn.Data, weight.Data, 0);
        return weight;
    }

    /// <summary>The removal mask's weight by the detector that is asked for.</summary>
    /// <param name="opticalDn">[13,H,W].</param>
    /// <param name="grid">Size and place of the image.</param>
    /// <param name="options">Detector and removal mask.</param>
    /// <param name="weight">[H,W], overwritten.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void ByMask(ReadOnlySpan<float> opticalDn, RasterProfile grid, RemovalOptions options, Span<float> weight, int threads)
    {
        using RemovalMaskSource source = RemovalMaskSource.Create(options.Detector, options.Mask, grid);
        source.ComputeWhole(opticalDn, grid.Height, grid.Width, weight, threads);
    }

    /// <summary>The grid of an image of 13 bands that lies nowhere.</summary>
    public static RasterProfile Grid(int height, int width) =>
        new() { Width = width, Height = height, BandCount = Sentinel2Band.Count, SampleType = SampleType.Float32 };
}
