using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Brings one raster onto the grid of another: SAR onto the optical image.</summary>
/// <remarks>Safe from any thread as long as each call has its own reader.</remarks>
public static class RasterWarp
{
    // Places per side that are led exactly into the source to find which part of it is needed.
    private const int LatticeSide = 33;

    private const int RowsAtOnce = 32;

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

        using GdalScope scope = GdalScope.Enter();
        bool hasControlPoints = Gdal.GDALGetGCPCount(source.Dataset) > 0;
        if (SharesGrid(source.Profile, grid) && !(hasControlPoints && grid.Transform is not null))
        {
            return ReadValid(source, part, threads);
        }

        GridComparison.CheckPlaces(source, grid, hasControlPoints);
        using var way = new GridTransformer(source, grid, scope);
        var whole = new Window(0, 0, grid.Width, grid.Height);
        if (SourcePart(way, source.Profile, whole, out _, out _) is null)
        {
            throw GridComparison.NoOverlap(way, source, grid);
        }

        int channels = source.Profile.BandCount;
        var result = new Raster<float>(channels, part.Height, part.Width, LargeArrays.Take<float>(checked(channels * part.Height * part.Width)));
        if (SourcePart(way, source.Profile, part, out double scaleX, out double scaleY) is not Window needed)
        {
            Array.Fill(result.Data, float.NaN);
            return result;
        }

        Raster<float> samples = ReadValid(source, needed, threads);
        if (interpolatePower)
        {
            MapRows(samples, threads, db => MathF.Pow(10, db / 10));
        }

        var resampler = new TentResampler(samples, needed, scaleX, scaleY);
        int bands = (part.Height + RowsAtOnce - 1) / RowsAtOnce;
        Workers.ForEach(bands, threads, () => new OwnWay(source.Path, grid), (own, band) =>
        {
            using GdalScope inner = GdalScope.Enter();
            int row = band * RowsAtOnce;
            Resample(own.Way, resampler, part, row, Math.Min(row + RowsAtOnce, part.Height), result);
        });
        LargeArrays.Give(samples.Data);
        if (interpolatePower)
        {
            MapRows(result, threads, power => 10 * MathF.Log10(power));
        }

        return result;
    }

    private static void Resample(GridTransformer way, TentResampler resampler, Window part, int firstRow, int endRow, Raster<float> result)
    {
        var x = new double[part.Width];
        var y = new double[part.Width];
        for (int row = firstRow; row < endRow; row++)
        {
            way.RowToSource(part.Row + row, part.Column, x, y);
            for (int channel = 0; channel < result.Channels; channel++)
            {
                Span<float> line = result.Channel(channel).Slice(row * part.Width, part.Width);
                for (int column = 0; column < line.Length; column++)
                {
                    line[column] = resampler.Sample(channel, x[column], y[column]);
                }
            }
        }
    }

    /// <summary>The part of the source that a window of the grid needs, with the reach of the kernel; null where they do not meet.</summary>
    private static Window? SourcePart(GridTransformer way, RasterProfile source, Window part, out double scaleX, out double scaleY)
    {
        const int count = LatticeSide * LatticeSide;
        var x = new double[count + 3];
        var y = new double[count + 3];
        for (int i = 0; i < count; i++)
        {
            x[i] = part.Column + (part.Width * (double)(i % LatticeSide) / (LatticeSide - 1));
            y[i] = part.Row + (part.Height * (double)(i / LatticeSide) / (LatticeSide - 1));
        }

        // Three neighbors in the middle tell how many source pixels a target pixel covers.
        (double middleX, double middleY) = (part.Column + (part.Width / 2.0), part.Row + (part.Height / 2.0));
        (x[count], x[count + 1], x[count + 2]) = (middleX, middleX + 1, middleX);
        (y[count], y[count + 1], y[count + 2]) = (middleY, middleY, middleY + 1);
        way.ToSource(x, y);
        scaleX = Math.Max(1, Step(x[count + 1] - x[count], x[count + 2] - x[count]));
        scaleY = Math.Max(1, Step(y[count + 1] - y[count], y[count + 2] - y[count]));
        double[] columns = [.. x.Take(count).Where(double.IsFinite)], rows = [.. y.Take(count).Where(double.IsFinite)];
        if (columns.Length == 0 || columns.Max() <= 0 || columns.Min() >= source.Width || rows.Max() <= 0 || rows.Min() >= source.Height)
        {
            return null;
        }

        // Between the lattice's places the edge may bulge a little, hence the margin on top of the kernel.
        double marginX = scaleX + 2 + (0.01 * (columns.Max() - columns.Min())), marginY = scaleY + 2 + (0.01 * (rows.Max() - rows.Min()));
        int left = (int)Math.Max(0, columns.Min() - marginX), top = (int)Math.Max(0, rows.Min() - marginY);
        int right = (int)Math.Min(source.Width, Math.Ceiling(columns.Max() + marginX));
        int bottom = (int)Math.Min(source.Height, Math.Ceiling(rows.Max() + marginY));
        return new Window(left, top, right - left, bottom - top);
    }

    // Where the middle of the grid has no way into the source, one to one is as good a guess as any.
    private static double Step(double alongColumns, double alongRows)
    {
        double length = GridComparison.Hypotenuse(alongColumns, alongRows);
        return double.IsFinite(length) ? length : 1;
    }

    private static Raster<float> ReadValid(RasterReader source, Window window, int threads)
    {
        float noData = (float)(source.Profile.NoData ?? double.NaN);
        if (window.Width == source.Profile.Width && window.Height == source.Profile.Height)
        {
            return ParallelReading.Read<float>(source, threads, (image, piece) =>
            {
                for (int line = 0; line < image.Channels * piece.Height; line++)
                {
                    (int channel, int row) = Math.DivRem(line, piece.Height);
                    MarkMissing(image.Channel(channel).Slice(((piece.Row + row) * image.Width) + piece.Column, piece.Width), noData);
                }
            });
        }

        Raster<float> samples = source.Read<float>(window);
        MarkMissing(samples.Data, noData);
        return samples;
    }

    private static void MarkMissing(Span<float> samples, float noData)
    {
        foreach (ref float sample in samples)
        {
            if (sample == noData || !float.IsFinite(sample))
            {
                sample = float.NaN;
            }
        }
    }

    private static void MapRows(Raster<float> raster, int threads, Func<float, float> function) =>
        Parallel.For(0, raster.Channels * raster.Height, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount }, line =>
        {
            foreach (ref float sample in raster.Data.AsSpan(line * raster.Width, raster.Width))
            {
                sample = function(sample);
            }
        });

    // A transformer serves one thread.
    private sealed class OwnWay : IDisposable
    {
        private readonly RasterReader _source;

        public OwnWay(string source, RasterProfile grid)
        {
            using GdalScope scope = GdalScope.Enter();
            _source = RasterReader.Open(source);
            Way = new GridTransformer(_source, grid, scope);
        }

        public GridTransformer Way { get; }

        public void Dispose()
        {
            using GdalScope scope = GdalScope.Enter();
            Way.Dispose();
            _source.Dispose();
        }
    }
}
