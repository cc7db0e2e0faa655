using System.Buffers;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Reads 13-band images in the unit of training.</summary>
internal static class OpticalReading
{
    /// <summary>A B10 (cirrus) without one pixel below this carries the +1000 DN of processing baseline 04.00: without it B10 of clear ground is near 0.</summary>
    private const float OffsetEvidence = 900;

    private const float BaselineOffset = 1000;

    /// <summary>Places of an image in which its B10 is looked at; a whole granule would take half a minute.</summary>
    private const int OffsetPlaces = 64;

    /// <summary>
    /// The offset that a cloud-free image carries, DN: that of baseline 04.00 where its B10 shows it, else 0. Of an overcast image this cannot be
    /// told, for high cloud is bright in B10.
    /// </summary>
    public static float OffsetOf(string clearPath)
    {
        using RasterReader reader = Open(clearPath);
        IReadOnlyList<Window> pieces = reader.Pieces();
        int count = Math.Min(pieces.Count, OffsetPlaces);
        float minimum = float.PositiveInfinity;
        for (int i = 0; i < count; i++)
        {
            foreach (float value in reader.Read<float>(pieces[(int)((long)i * pieces.Count / count)], [Sentinel2Band.B10.Index]).Data)
            {
                // 0 is what lies beyond the edge of a granule.
                minimum = float.IsFinite(value) && value != 0 ? Math.Min(minimum, value) : minimum;
            }
        }

        return minimum is >= OffsetEvidence and < float.PositiveInfinity ? BaselineOffset : 0;
    }

    /// <summary>Reads an image, or a window of a scene, as signed DN, [13,H,W].</summary>
    /// <remarks>A patch is taken as it is. A scene has edges: a pixel of it without data (<see cref="Radiometry"/>) is 0 in all bands.</remarks>
    /// <exception cref="BandMissingException">The file has not 13 bands.</exception>
    /// <exception cref="CloudlessException">The file cannot be read, a patch holds no finite value, or there is NaN where none is accepted.</exception>
    public static Raster<short> Read(string path, Window? window, float offset, PatchStore store)
    {
        using RasterReader reader = window is null ? ImageFiles.Open(path, Sentinel2Band.Count, RasterReader.OpenForPixels) : Open(path);
        if (window is null && reader.Profile.SampleType == SampleType.UInt16)
        {
            return ReadIntegers(reader, (int)offset);
        }

        Raster<float> raster = reader.Read<float>(window);
        bool empty = window is not null && raster.Data.All(v => !float.IsFinite(v));
        if (!empty && (window is null || store.Nan != NanRule.Fill))
        {
            store.NoteGaps(path, GapFilling.Optical(raster.Data, store.Nan, path));
        }

        if (window is null)
        {
            return ToSigned(raster, offset);
        }

        var signed = new Raster<float>(raster.Channels, raster.Height, raster.Width);
        new Radiometry(-offset).ToSignedDn<float>(raster.Data, raster.Channels, reader.Profile.NoData, signed.Data);
        return ToSigned(signed, 0);
    }

    private static RasterReader Open(string path) => ImageFiles.Open(path, Sentinel2Band.Count);

    /// <summary>Reads stored integers straight into DN: most of all files, and no way through float or band by band.</summary>
    private static Raster<short> ReadIntegers(RasterReader reader, int offset)
    {
        (int bands, int height, int width) = (reader.Profile.BandCount, reader.Profile.Height, reader.Profile.Width);
        var raster = new Raster<short>(bands, height, width);
        ushort[] pixels = ArrayPool<ushort>.Shared.Rent(raster.Data.Length);
        try
        {
            reader.ReadPixels(pixels.AsSpan(0, raster.Data.Length));
            for (int c = 0; c < bands; c++)
            {
                Span<short> plane = raster.Channel(c);
                for (int i = 0, at = c; i < plane.Length; i++, at += bands)
                {
                    plane[i] = (short)Math.Min(pixels[at] - offset, short.MaxValue);
                }
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(pixels);
        }

        return raster;
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
