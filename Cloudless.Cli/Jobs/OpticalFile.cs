using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Cli.Jobs;

/// <summary>Opens and reads Sentinel-2 images of 13 bands as signed DN.</summary>
internal static class OpticalFile
{
    /// <summary>Opens a file and checks its band count.</summary>
    /// <exception cref="BandMissingException">It does not have 13 bands.</exception>
    public static RasterReader Open(string path)
    {
        RasterReader reader = RasterReader.Open(path);
        int found = reader.Profile.BandCount;
        if (found == Sentinel2Band.Count)
        {
            return reader;
        }

        reader.Dispose();
        throw new BandMissingException(
            $"'{path}' has {found} bands; {Sentinel2Band.Count} are needed, in the order {string.Join(" ", Sentinel2Band.All.Select(b => b.Id))}. "
            + "Level-1C images have them all; Level-2A ones lack B10.");
    }

    /// <summary>Reads a window, [13,H,W], signed DN; 0 in all bands where there is no data.</summary>
    public static Raster<float> Read(RasterReader reader, Window? window, Radiometry radiometry)
    {
        Raster<float> stored = reader.Read<float>(window);
        var dn = new Raster<float>(stored.Channels, stored.Height, stored.Width);
        radiometry.ToSignedDn<float>(stored.Data, stored.Channels, reader.Profile.NoData, dn.Data);
        return dn;
    }

    /// <summary>Opens, checks and reads a whole file.</summary>
    public static Raster<float> Read(string path, Radiometry radiometry)
    {
        using RasterReader reader = Open(path);
        return Read(reader, null, radiometry);
    }
}
