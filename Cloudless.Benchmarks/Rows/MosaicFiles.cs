using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Temporal;

namespace Cloudless.Benchmarks.Rows;

/// <summary>A year of images in files of any size. All dates share one image file, so that the disk holds one; each opens it anew and decodes it. Masks take turns among four files.</summary>
/// <param name="side">Pixels along a side.</param>
/// <param name="dates">Number of dates.</param>
internal sealed class MosaicFiles(int side, int dates) : ISeriesWindows, IDisposable
{
    private const int Masks = 4, Rows = 512;

    private readonly string _folder = Directory.CreateTempSubdirectory("cloudless-bench-").FullName;

    public IReadOnlyList<DateOnly> Dates { get; } = [.. Enumerable.Range(0, dates).Select(d => new DateOnly(2018, 1, 6).AddDays(12 * d))];

    public int Channels => Sentinel2Band.Count;

    public int Height => side;

    public int Width => side;

    private string Image => Path.Combine(_folder, "s2.tif");

    /// <summary>Writes the files: 13 bands in tiles of 512, deflated; 60 % of each mask is cloud.</summary>
    public void Make()
    {
        Console.WriteLine($"  making a series of {side} x {side} pixels in {_folder}");
        Raster<ushort> pattern = CloudyScene.Make(512, 512);
        var grid = new RasterProfile { Width = side, Height = side, BandCount = Channels, SampleType = SampleType.UInt16, Crs = "EPSG:32631", Transform = [500000, 10, 0, 5000000, 0, -10] };
        using (RasterWriter writer = RasterWriter.Create(Image, grid, new RasterWriteOptions()))
        {
            for (int row = 0; row < side; row += Rows)
            {
                var window = new Window(0, row, side, Math.Min(Rows, side - row));
                writer.Write(window, (ReadOnlySpan<ushort>)Tiled(pattern, window));
            }

            writer.Commit();
        }

        for (int m = 0; m < Masks; m++)
        {
            using RasterWriter writer = RasterWriter.Create(MaskPath(m), grid with { BandCount = 1, SampleType = SampleType.UInt8 }, new RasterWriteOptions());
            int shift = m * 97;
            for (int row = 0; row < side; row += Rows)
            {
                var window = new Window(0, row, side, Math.Min(Rows, side - row));
                byte[] mask = new byte[window.Width * window.Height];
                for (int i = 0; i < mask.Length; i++)
                {
                    // Blocks of 64 pixels: no cloud has so straight an edge, but the work per pixel is the same.
                    int block = ((((row + (i / side)) / 64) + shift) * 7919) + (((i % side) / 64) * 104729);
                    mask[i] = block % 10 < 6 ? PixelClass.Cloud : PixelClass.Clear;
                }

                writer.Write(window, (ReadOnlySpan<byte>)mask);
            }

            writer.Commit();
        }
    }

    public ISeriesReader OpenReader() => new Reader(this);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string MaskPath(int number) => Path.Combine(_folder, $"mask{number}.tif");

    private static ushort[] Tiled(Raster<ushort> pattern, Window window)
    {
        ushort[] samples = new ushort[pattern.Channels * window.Width * window.Height];
        for (int c = 0, i = 0; c < pattern.Channels; c++)
        {
            for (int y = 0; y < window.Height; y++)
            {
                for (int x = 0; x < window.Width; x++, i++)
                {
                    samples[i] = pattern[c, (window.Row + y) % pattern.Height, x % pattern.Width];
                }
            }
        }

        return samples;
    }

    private sealed class Reader(MosaicFiles files) : ISeriesReader
    {
        private readonly RasterReader?[] _images = new RasterReader?[files.Dates.Count], _masks = new RasterReader?[files.Dates.Count];

        public void ReadMask(int date, Window window, Span<byte> mask) => (_masks[date] ??= RasterReader.Open(files.MaskPath(date % Masks))).Read(window, null, mask);

        public void ReadOptical(int date, Window window, Span<float> optical) => (_images[date] ??= RasterReader.Open(files.Image)).Read(window, null, optical);

        public void Dispose()
        {
            foreach (RasterReader? reader in _images.Concat(_masks))
            {
                reader?.Dispose();
            }
        }
    }
}
