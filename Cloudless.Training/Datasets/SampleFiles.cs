using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Datasets;

/// <summary>Reads the rasters of samples into memory in the units of training.</summary>
internal static class SampleFiles
{
    /// <summary>A B10 (cirrus) without one pixel below this carries the +1000 DN of processing baseline 04.00: without it B10 of clear ground is near 0.</summary>
    private const float OffsetEvidence = 900;

    private const float BaselineOffset = 1000;

    /// <summary>
    /// The offset that a cloud-free image carries, DN: that of baseline 04.00 where its B10 shows it, else 0. Of an overcast image this cannot be
    /// told, for high cloud is bright in B10.
    /// </summary>
    public static float OffsetOf(string clearPath) =>
        Min(Read(clearPath, Sentinel2Band.Count).Channel(Sentinel2Band.B10.Index)) >= OffsetEvidence ? BaselineOffset : 0;

    /// <summary>Reads a 13-band image as signed DN, [13,H,W], with an offset taken out.</summary>
    /// <exception cref="BandMissingException">The file has not 13 bands.</exception>
    public static Raster<short> ReadOptical(string path, float offset = 0) => ToSigned(Read(path, Sentinel2Band.Count), offset, path);

    /// <summary>Reads VV and VH in dB, [2,H,W]; NaN becomes the mean of all finite values of both bands (the rule of dsen2-cr).</summary>
    /// <exception cref="BandMissingException">The file has not 2 bands.</exception>
    /// <exception cref="CloudlessException">The file holds no finite value, or linear power.</exception>
    public static Raster<float> ReadSar(string path)
    {
        Raster<float> raster = Read(path, 2);
        FillNaN(raster.Data, path);
        if (Min(raster.Data) >= 0)
        {
            throw new CloudlessException($"{path}: SAR has no negative value, so it is linear power, not dB. Convert it with 10 log10(x) before training.");
        }

        return raster;
    }

    private static Raster<float> Read(string path, int bands)
    {
        using RasterReader reader = RasterReader.Open(path);
        if (reader.Profile.BandCount != bands)
        {
            throw new BandMissingException($"{path}: found {reader.Profile.BandCount} bands, expected {bands}. Training takes 13-band Sentinel-2 L1C images and 2-band (VV, VH) Sentinel-1 images.");
        }

        return reader.Read<float>();
    }

    private static Raster<short> ToSigned(Raster<float> raster, float offset, string path)
    {
        FillNaN(raster.Data, path);
        short[] dn = new short[raster.Data.Length];
        for (int i = 0; i < dn.Length; i++)
        {
            dn[i] = (short)Math.Clamp(MathF.Round(raster.Data[i] - offset), short.MinValue, short.MaxValue);
        }

        return new Raster<short>(raster.Channels, raster.Height, raster.Width, dn);
    }

    private static void FillNaN(float[] values, string what)
    {
        double sum = 0;
        long finite = 0;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                sum += value;
                finite++;
            }
        }

        if (finite == 0)
        {
            throw new CloudlessException($"{what}: no finite value in the whole image. Remove the sample.");
        }

        float mean = (float)(sum / finite);
        for (int i = 0; finite < values.Length && i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                values[i] = mean;
            }
        }
    }

    private static float Min(ReadOnlySpan<float> values)
    {
        float minimum = float.PositiveInfinity;
        foreach (float value in values)
        {
            minimum = Math.Min(minimum, value);
        }

        return minimum;
    }
}
