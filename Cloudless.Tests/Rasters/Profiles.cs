using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

/// <summary>Small profiles and rasters for the tests of this room.</summary>
internal static class Profiles
{
    public static RasterProfile Plain(int width, int height, int bands, SampleType type) =>
        new() { Width = width, Height = height, BandCount = bands, SampleType = type };

    public static Raster<ushort> Random(int channels, int height, int width, int seed)
    {
        var random = new Random(seed);
        var raster = new Raster<ushort>(channels, height, width);
        for (int i = 0; i < raster.Data.Length; i++)
        {
            raster.Data[i] = (ushort)random.Next(65536);
        }

        return raster;
    }

    public static void WriteNew<T>(string path, RasterProfile profile, Raster<T> raster, RasterWriteOptions? options = null)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile, options);
        writer.Write(raster);
        writer.Commit();
    }
}
