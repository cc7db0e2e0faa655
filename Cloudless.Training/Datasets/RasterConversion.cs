using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Training.Datasets;

/// <summary>Between the stored and the computed form of images.</summary>
internal static class RasterConversion
{
    /// <summary>The same values as float, [C,H,W].</summary>
    public static Raster<float> ToFloat(this Raster<short> image)
    {
        float[] values = new float[image.Data.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = image.Data[i];
        }

        return new Raster<float>(image.Channels, image.Height, image.Width, values);
    }

    /// <summary>A copy clipped to the papers' range, 0..10000 DN.</summary>
    public static Raster<float> Clip(this Raster<float> image)
    {
        var clipped = new Raster<float>(image.Channels, image.Height, image.Width);
        for (int i = 0; i < clipped.Data.Length; i++)
        {
            clipped.Data[i] = Math.Clamp(image.Data[i], 0f, DSen2Cr.OpticalMaximum);
        }

        return clipped;
    }
}
