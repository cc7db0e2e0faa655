using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Benchmarks.Rows;

/// <summary>A made-up Level-1C product of any size with JPEG 2000 bands, its SAR and a cloud mask; made once and kept in the temporary folder.</summary>
/// <param name="side">Pixels along a side at 10 m.</param>
internal sealed class GranuleFiles(int side)
{
    private static readonly string[] Parts = ["", "s1.tif", "clouds.tif"];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"cloudless-granule-{side}");

    /// <summary>The product.</summary>
    public string Product => Directory.EnumerateDirectories(_folder, "*.SAFE").Single();

    /// <summary>VV and VH in dB.</summary>
    public string Sar => Path.Combine(_folder, Parts[1]);

    /// <summary>0 and 1: 30 % clustered cloud.</summary>
    public string Clouds => Path.Combine(_folder, Parts[2]);

    /// <summary>Makes what is not there.</summary>
    public void Make()
    {
        if (File.Exists(Clouds))
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        Console.WriteLine($"  making a product of {side} x {side} pixels in {_folder}");
        Raster<ushort> pattern = CloudyScene.Make(1098, 1098);
        var tree = new SafeTree { Size = side, Samples = (band, resolution, window) => Samples(pattern, band, resolution, window) };
        tree.Write(_folder);
        var grid = new RasterProfile
        {
            Width = side,
            Height = side,
            BandCount = 2,
            SampleType = SampleType.Float32,
            Crs = $"EPSG:{tree.Epsg}",
            Transform = [tree.Left, 10, 0, tree.Top, 0, -10],
        };
        WriteSar(grid);

        // Last, because it tells that the others are whole.
        using RasterWriter clouds = RasterWriter.Create(Clouds, grid with { BandCount = 1, SampleType = SampleType.UInt8 }, new RasterWriteOptions { Overwrite = true });
        clouds.Write(ClusteredClouds.Make(side, 0.3));
        clouds.Commit();
    }

    // One pattern, again and again, a little brighter or darker: no two places are the same, and no field of the whole size is held.
    private static ushort[] Samples(Raster<ushort> pattern, Sentinel2Band band, int resolution, Window window)
    {
        ReadOnlySpan<ushort> plane = pattern.Channel(band.Index);
        var samples = new ushort[window.Height * window.Width];
        int step = resolution / 10;
        for (int y = 0; y < window.Height; y++)
        {
            int row = (window.Row + y) * step;
            for (int x = 0; x < window.Width; x++)
            {
                int column = (window.Column + x) * step;
                int dn = plane[(row % pattern.Height * pattern.Width) + (column % pattern.Width)];
                samples[(y * window.Width) + x] = (ushort)(dn + (((row / pattern.Height * 13) + (column / pattern.Width * 7)) % 40));
            }
        }

        return samples;
    }

    private void WriteSar(RasterProfile grid)
    {
        var random = new SeededRandom(1);
        using RasterWriter writer = RasterWriter.Create(Sar, grid, new RasterWriteOptions { Overwrite = true });
        const int rows = 512;
        for (int row = 0; row < side; row += rows)
        {
            var window = new Window(0, row, side, Math.Min(rows, side - row));
            var decibel = new float[2 * window.Height * side];
            for (int i = 0; i < decibel.Length; i++)
            {
                decibel[i] = (float)((i < decibel.Length / 2 ? -11 : -18) + (3 * random.NextDouble()));
            }

            writer.Write(window, (ReadOnlySpan<float>)decibel);
        }

        writer.Commit();
    }
}
