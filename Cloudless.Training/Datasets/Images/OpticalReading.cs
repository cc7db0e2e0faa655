using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Reads 13-band images in the unit of training.</summary>
internal static class OpticalReading
{
    /// <summary>A B10 (cirrus) without one pixel below this carries the +1000 DN of processing baseline 04.00: without it B10 of clear ground is near 0.</summary>
    private const float OffsetEvidence = 900;

    private const float BaselineOffset = 1000;

    /// <summary>
    /// The offset that a cloud-free image carries, DN: that of baseline 04.00 where its B10 shows it, else 0. Of an overcast image this cannot be
    /// told, for high cloud is bright in B10.
    /// </summary>
    public static float OffsetOf(string clearPath)
    {
        using RasterReader reader = Open(clearPath);
        float minimum = float.PositiveInfinity;
        foreach (Window piece in reader.Pieces())
        {
            foreach (float value in reader.Read<float>(piece, [Sentinel2Band.B10.Index]).Data)
            {
                minimum = float.IsFinite(value) ? Math.Min(minimum, value) : minimum;
            }
        }

        return minimum >= OffsetEvidence ? BaselineOffset : 0;
    }

    /// <summary>Reads an image or a window of it as signed DN, [13,H,W].</summary>
    /// <exception cref="BandMissingException">The file has not 13 bands.</exception>
    /// <exception cref="CloudlessException">The file cannot be read, holds no finite value, or NaN where none is accepted.</exception>
    public static Raster<short> Read(string path, Window? window, float offset, NanRule nan)
    {
        using RasterReader reader = Open(path);
        if (reader.Profile.SampleType == SampleType.UInt16)
        {
            return ToSigned(reader.Read<ushort>(window), (int)offset);
        }

        Raster<float> raster = reader.Read<float>(window);
        GapFilling.Optical(raster.Data, nan, path);
        return ToSigned(raster, offset);
    }

    private static RasterReader Open(string path) => ImageFiles.Open(path, Sentinel2Band.Count);

    // Most of all files, and half of the time of reading them: integers need no way through float.
    private static Raster<short> ToSigned(Raster<ushort> raster, int offset)
    {
        short[] dn = new short[raster.Data.Length];
        for (int i = 0; i < dn.Length; i++)
        {
            dn[i] = (short)Math.Min(raster.Data[i] - offset, short.MaxValue);
        }

        return new Raster<short>(raster.Channels, raster.Height, raster.Width, dn);
    }

    private static Raster<short> ToSigned(Raster<float> raster, float offset)
    {
        short[] dn = new short[raster.Data.Length];
        for (int i = 0; i < dn.Length; i++)
        {
            dn[i] = (short)Math.Clamp(MathF.Round(raster.Data[i] - offset), short.MinValue, short.MaxValue);
        }

        return new Raster<short>(raster.Channels, raster.Height, raster.Width, dn);
    }
}
