using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests;

/// <summary>Reads whole images of the data folder.</summary>
internal static class RealImages
{
    /// <summary>All bands of a file, converted to a sample type.</summary>
    public static Raster<T> Read<T>(string path)
        where T : unmanaged
    {
        using RasterReader reader = RasterReader.Open(path);
        return reader.Read<T>();
    }
}
