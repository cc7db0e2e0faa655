using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Benchmarks.SafeTrees;

/// <summary>Writes lossless JPEG 2000 files by GDAL's OpenJPEG driver, from a plain GeoTIFF that is written window by window and deleted again.</summary>
internal static class JpegTwoThousandFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">File to make.</param>
    /// <param name="profile">Everything but the samples; one band.</param>
    /// <param name="tileSize">Side of its tiles, pixels.</param>
    /// <param name="samples">Gives [h,w] of a window.</param>
    public static void Write(string path, RasterProfile profile, int tileSize, Func<Window, ushort[]> samples)
    {
        string plain = path + ".tif";
        try
        {
            using (RasterWriter writer = RasterWriter.Create(plain, profile, new RasterWriteOptions { Compression = RasterCompression.None, Overwrite = true }))
            {
                for (int row = 0; row < profile.Height; row += tileSize)
                {
                    var window = new Window(0, row, profile.Width, Math.Min(tileSize, profile.Height - row));
                    writer.Write<ushort>(window, samples(window));
                }

                writer.Commit();
            }

            Copy(plain, path, tileSize);
        }
        finally
        {
            File.Delete(plain);
        }
    }

    private static void Copy(string from, string to, int tileSize)
    {
        using RasterReader source = RasterReader.Open(from);
        using GdalScope scope = GdalScope.Enter();
        using var options = new GdalStringList([$"BLOCKXSIZE={tileSize}", $"BLOCKYSIZE={tileSize}", "REVERSIBLE=YES", "QUALITY=100", "YCBCR420=NO"]);
        nint driver = Gdal.GDALGetDriverByName("JP2OpenJPEG");
        if (driver == 0)
        {
            throw new NotSupportedException("This GDAL has no driver JP2OpenJPEG.");
        }

        using var copy = new GdalDataset(Gdal.GDALCreateCopy(driver, to, source.Dataset, 0, options.Pointer, 0, 0));
        if (copy.IsInvalid)
        {
            throw new IOException($"'{to}' cannot be written: {scope.Reason}.");
        }
    }
}
