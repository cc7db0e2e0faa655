using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Brings one raster onto the grid of another: SAR onto the optical image.</summary>
/// <remarks>Safe from any thread as long as each call has its own reader.</remarks>
public static class RasterWarp
{
    private const int FewestRows = 64, MostRows = 512;

    /// <summary>Whether two rasters have the same pixels: size, CRS and transform (to 0.01 pixel).</summary>
    /// <remarks>Where either has no transform nothing can be compared but the size, and the same size counts as the same grid.</remarks>
    /// <exception cref="CloudlessException">GDAL's library was not found.</exception>
    public static bool SharesGrid(RasterProfile a, RasterProfile b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height)
        {
            return false;
        }

        return a.Transform is not { } s || b.Transform is not { } t || (GridComparison.SameCorners(s, t, a.Width, a.Height) && GridComparison.SameCrs(a.Crs, b.Crs));
    }

    /// <summary>Opens a file and reads it on another raster's grid.</summary>
    /// <param name="path">The file, e.g. SAR backscatter.</param>
    /// <param name="grid">Profile of the raster whose grid is wanted.</param>
    /// <param name="window">Which part of that grid; all of it where null.</param>
    /// <param name="interpolatePower">True for samples in dB, false for everything else.</param>
    /// <inheritdoc cref="ToGrid(RasterReader, RasterProfile, Window?, bool)"/>
    public static Raster<float> ToGrid(string path, RasterProfile grid, Window? window = null, bool interpolatePower = true)
    {
        using RasterReader reader = RasterReader.Open(path);
        return ToGrid(reader, grid, window, interpolatePower);
    }

    /// <summary>Reads a file on another raster's grid: as it is where the grids agree, else interpolated bilinearly.</summary>
    /// <param name="source">The open file; all its bands are read.</param>
    /// <param name="grid">Profile of the raster whose grid is wanted.</param>
    /// <param name="window">Which part of that grid; all of it where null.</param>
    /// <param name="interpolatePower">
    /// True for samples in dB: they are turned into power, 10^(dB/10), interpolated, and turned back, because the mean of two
    /// echoes is the mean of their power. False for everything else.
    /// </param>
    /// <returns>[C,h,w], planar, in the unit of the file; NaN where it has no data (declared nodata, NaN, infinities, outside of it).</returns>
    /// <exception cref="RasterMismatchException">The file does not overlap the grid, or has another size and no place on Earth to compare.</exception>
    /// <exception cref="UnsupportedProductException">The file cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the grid.</exception>
    public static Raster<float> ToGrid(RasterReader source, RasterProfile grid, Window? window = null, bool interpolatePower = true) =>
        ToGrid(source, grid, window, interpolatePower, threads: 1);

    /// <summary>As the public method, on several threads; 0 for one per processor. The result has the same bits for every number of them.</summary>
    internal static Raster<float> ToGrid(RasterReader source, RasterProfile grid, Window? window, bool interpolatePower, int threads)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(grid);
        Window part = window ?? new Window(0, 0, grid.Width, grid.Height);
        if (!part.FitsIn(grid.Width, grid.Height))
        {
            throw new ArgumentOutOfRangeException(nameof(window), $"The window ({part}) leaves the grid of {grid.Width} x {grid.Height} pixels.");
        }

        if (threads == 1)
        {
            using var warp = new GridWarp([RasterChannels.All(source)], grid);
            return warp.Read(part, interpolatePower);
        }

        int channels = source.Profile.BandCount, workers = threads > 0 ? threads : Environment.ProcessorCount;
        int rows = Math.Clamp(part.Height / (2 * workers), FewestRows, MostRows);
        var result = new Raster<float>(channels, part.Height, part.Width, LargeArrays.Take<float>(checked(channels * part.Height * part.Width)));
        Workers.ForEach((part.Height + rows - 1) / rows, workers, () => new OwnWarp(source.Path, grid), (own, i) =>
        {
            int first = i * rows;
            Raster<float> piece = own.Warp.Read(part with { Row = part.Row + first, Height = Math.Min(rows, part.Height - first) }, interpolatePower);
            for (int channel = 0; channel < channels; channel++)
            {
                piece.Channel(channel).CopyTo(result.Channel(channel)[(first * part.Width)..]);
            }

            LargeArrays.Give(piece.Data);
        });
        return result;
    }

    /// <summary>Turns the declared nodata value and infinities into NaN.</summary>
    internal static void MarkMissing(Span<float> samples, RasterProfile profile)
    {
        float noData = (float)(profile.NoData ?? double.NaN);
        foreach (ref float sample in samples)
        {
            if (sample == noData || !float.IsFinite(sample))
            {
                sample = float.NaN;
            }
        }
    }

    // A handle and a transformer serve one thread.
    private sealed class OwnWarp : IDisposable
    {
        private readonly RasterReader _source;

        public OwnWarp(string source, RasterProfile grid)
        {
            _source = RasterReader.Open(source);
            Warp = new GridWarp([RasterChannels.All(_source)], grid);
        }

        public GridWarp Warp { get; }

        public void Dispose()
        {
            Warp.Dispose();
            _source.Dispose();
        }
    }
}
