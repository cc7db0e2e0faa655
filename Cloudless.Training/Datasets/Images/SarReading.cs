using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Reads 2-band SAR images in dB.</summary>
internal static class SarReading
{
    /// <summary>Reads a whole file, [2,H,W], VV and VH in dB without NaN.</summary>
    /// <exception cref="BandMissingException">The file has not 2 bands.</exception>
    /// <exception cref="CloudlessException">The file cannot be read, holds no valid value, not dB, or NaN where none is accepted.</exception>
    public static Raster<float> Read(string path, NanRule nan)
    {
        using RasterReader reader = ImageFiles.Open(path, SarOpticalStack.SarBands);
        Raster<float> raster = reader.Read<float>();
        if (reader.Profile.NoData is { } noData)
        {
            raster.Data.AsSpan().Replace((float)noData, float.NaN);
        }

        return Prepare(raster, nan, path);
    }

    /// <summary>Checks the unit and fills gaps.</summary>
    private static Raster<float> Prepare(Raster<float> raster, NanRule nan, string path)
    {
        if (Minimum(raster.Data) is >= 0 and < float.PositiveInfinity)
        {
            throw new CloudlessException($"{path}: SAR has no negative value, so it is linear power, not dB. Convert it with 10 log10(x) before training.");
        }

        if (nan == NanRule.Fill)
        {
            return SarOpticalStack.PrepareSar(raster, SarScale.Decibel, path).Decibel;
        }

        GapFilling.Sar(raster.Data, nan, path);
        return raster;
    }

    private static float Minimum(ReadOnlySpan<float> values)
    {
        float minimum = float.PositiveInfinity;
        foreach (float value in values)
        {
            minimum = float.IsFinite(value) ? Math.Min(minimum, value) : minimum;
        }

        return minimum;
    }
}
