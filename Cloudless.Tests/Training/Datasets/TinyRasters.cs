using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Training.Datasets;

/// <summary>Writes tiny images in the forms that datasets have.</summary>
internal static class TinyRasters
{
    public const int Side = 16;

    /// <summary>Cloud-free ground: 800 DN and some texture, B10 near 0.</summary>
    public static float Ground(int band, int row, int column) => band == Sentinel2Band.B10.Index ? 5 : 800 + (40 * band) + ((row * 7) + (column * 13)) % 50;

    /// <summary>The same ground with a cloud over everything left of a column.</summary>
    public static Func<int, int, int, float> Clouded(int until) => (band, row, column) => column < until ? band == Sentinel2Band.B10.Index ? 100 : 6000 : Ground(band, row, column);

    /// <summary>SAR of land, dB.</summary>
    public static float Backscatter(int band, int row, int column) => (band == 0 ? -11 : -18) - ((row + column) % 4);

    /// <summary>Writes an image of any shape, uncompressed as SEN12MS-CR is.</summary>
    public static string Write(
        string path, int bands, Func<int, int, int, float> value, SampleType type = SampleType.UInt16, int width = Side, int height = Side, RasterProfile? place = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var raster = new Raster<float>(bands, height, width);
        for (int c = 0; c < bands; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    raster[c, y, x] = value(c, y, x);
                }
            }
        }

        var profile = new RasterProfile { Width = width, Height = height, BandCount = bands, SampleType = type, Crs = place?.Crs, Transform = place?.Transform, NoData = place?.NoData };
        using RasterWriter writer = RasterWriter.Create(path, profile, new RasterWriteOptions { Compression = RasterCompression.None, Overwrite = true, TileSize = 128 });
        writer.Write(raster);
        writer.Commit();
        return path;
    }

    /// <summary>Cloud-free, cloudy or SAR image by the name of its part.</summary>
    public static string WritePart(string path, string part, int cloudUntil = Side / 2) => part switch
    {
        "s1" => Write(path, 2, Backscatter, SampleType.Float32),
        "s2_cloudy" => Write(path, 13, Clouded(cloudUntil)),
        _ => Write(path, 13, Ground),
    };

    /// <summary>Cuts the end off a file, as a broken download does.</summary>
    public static void Truncate(string path)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }
}
