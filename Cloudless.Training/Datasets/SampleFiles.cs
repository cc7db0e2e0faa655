using Cloudless.Fusion;
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
        Min(ReadAll(clearPath).Channel(Sentinel2Band.B10.Index)) >= OffsetEvidence ? BaselineOffset : 0;

    /// <summary>Reads a 13-band image as signed DN, [13,H,W], with an offset taken out.</summary>
    /// <exception cref="BandMissingException">The file has not 13 bands.</exception>
    public static Raster<short> ReadOptical(string path, float offset = 0) => ToSigned(ReadAll(path), offset, path);

    /// <summary>Reads VV and VH in dB, [2,H,W], gaps filled as in use (<see cref="SarOpticalStack.PrepareSar"/>).</summary>
    /// <exception cref="BandMissingException">The file has not 2 bands.</exception>
    /// <exception cref="CloudlessException">The file holds no valid value, or not dB.</exception>
    public static Raster<float> ReadSar(string path)
    {
        using RasterReader reader = Open(path, SarOpticalStack.SarBands);
        Raster<float> raster = reader.Read<float>();
        if (reader.Profile.NoData is { } noData)
        {
            raster.Data.AsSpan().Replace((float)noData, float.NaN);
        }

        if (Min(raster.Data) is >= 0 and < float.PositiveInfinity)
        {
            throw new CloudlessException($"{path}: SAR has no negative value, so it is linear power, not dB. Convert it with 10 log10(x) before training.");
        }

        return SarOpticalStack.PrepareSar(raster, SarScale.Decibel, path).Decibel;
    }

    private static Raster<float> ReadAll(string path)
    {
        using RasterReader reader = Open(path, Sentinel2Band.Count);
        return reader.Read<float>();
    }

    private static RasterReader Open(string path, int bands)
    {
        RasterReader reader = RasterReader.Open(path);
        int found = reader.Profile.BandCount;
        if (found == bands)
        {
            return reader;
        }

        reader.Dispose();
        throw new BandMissingException($"{path}: found {found} bands, expected {bands}. Training takes 13-band Sentinel-2 L1C images and 2-band (VV, VH) Sentinel-1 images.");
    }

    /// <summary>Rounds to DN; a sample that is not finite becomes 0, as in use.</summary>
    private static Raster<short> ToSigned(Raster<float> raster, float offset, string path)
    {
        short[] dn = new short[raster.Data.Length];
        bool any = false;
        for (int i = 0; i < dn.Length; i++)
        {
            if (float.IsFinite(raster.Data[i]))
            {
                any = true;
                dn[i] = (short)Math.Clamp(MathF.Round(raster.Data[i] - offset), short.MinValue, short.MaxValue);
            }
        }

        return any
            ? new Raster<short>(raster.Channels, raster.Height, raster.Width, dn)
            : throw new CloudlessException($"{path}: no finite value in the whole image. Remove the sample.");
    }

    private static float Min(ReadOnlySpan<float> values)
    {
        float minimum = float.PositiveInfinity;
        foreach (float value in values)
        {
            minimum = float.IsFinite(value) ? Math.Min(minimum, value) : minimum;
        }

        return minimum;
    }
}
