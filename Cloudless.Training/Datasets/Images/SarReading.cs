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
    public static Raster<float> Read(string path, PatchStore store)
    {
        using RasterReader reader = ImageFiles.Open(path, SarOpticalStack.SarBands);
        Raster<float> raster = reader.Read<float>();
        if (reader.Profile.NoData is { } noData)
        {
            raster.Data.AsSpan().Replace((float)noData, float.NaN);
        }

        return Prepare(raster, path, store);
    }

    /// <summary>Reads a window of a scene's grid, [2,h,w], as the other method.</summary>
    /// <returns>Null where a band has no data in the window.</returns>
    public static Raster<float>? ReadWindow(string path, RasterProfile scene, Window window, PatchStore store)
    {
        using RasterReader reader = ImageFiles.Open(path, SarOpticalStack.SarBands);
        Raster<float> raster = RasterWarp.ToGrid(reader, scene, window);
        Span<float> vv = raster.Channel(0), vh = raster.Channel(1);
        for (int i = 0; i < vv.Length; i++)
        {
            // As in fusion: beyond the swath's edge both bands are 0.
            if (vv[i] == 0 && vh[i] == 0)
            {
                vv[i] = vh[i] = float.NaN;
            }
        }

        return GapFilling.Count(vv) == vv.Length || GapFilling.Count(vh) == vh.Length ? null : Prepare(raster, path, store);
    }

    /// <summary>Checks the unit and fills gaps.</summary>
    private static Raster<float> Prepare(Raster<float> raster, string path, PatchStore store)
    {
        if (Minimum(raster.Data) is >= 0 and < float.PositiveInfinity)
        {
            throw new CloudlessException($"{path}: SAR has no negative value, so it is linear power, not dB. Convert it with 10 log10(x) before training.");
        }

        store.NoteGaps(path, GapFilling.Count(raster.Data));
        if (store.Nan == NanRule.Fill)
        {
            return SarOpticalStack.PrepareSarInPlace(raster, SarScale.Decibel, path, fill: null).Decibel;
        }

        GapFilling.Sar(raster.Data, store.Nan, path);
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
