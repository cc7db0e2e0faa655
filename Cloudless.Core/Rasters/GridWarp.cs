using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Reads windows of a grid from files on another one, interpolated bilinearly; a window has the same bits however the grid is cut into windows.</summary>
/// <remarks>One thread at a time. The files stay the caller's.</remarks>
internal sealed class GridWarp : IDisposable
{
    // Places per side that are led exactly into the source to find which part of it is needed.
    private const int LatticeSide = 33;

    private readonly IReadOnlyList<RasterChannels> _sources;
    private readonly RasterProfile _grid;
    private readonly GridTransformer? _way;
    private readonly double _scaleX = 1, _scaleY = 1;

    /// <summary>Prepares the way.</summary>
    /// <param name="sources">Open files that share one grid, and their bands.</param>
    /// <param name="grid">Profile of the raster whose grid is wanted.</param>
    /// <exception cref="RasterMismatchException">The files do not overlap the grid, or have another size and no place on Earth to compare.</exception>
    public GridWarp(IReadOnlyList<RasterChannels> sources, RasterProfile grid)
    {
        (_sources, _grid) = (sources, grid);
        using GdalScope scope = GdalScope.Enter();
        bool hasControlPoints = Source.HasControlPoints;
        if (RasterWarp.SharesGrid(Source.Profile, grid) && !(hasControlPoints && grid.Transform is not null))
        {
            return;
        }

        GridComparison.CheckPlaces(Source, grid, hasControlPoints);
        _way = new GridTransformer(Source, grid, scope);
        try
        {
            (_scaleX, _scaleY) = Scales();
            if (SourcePart(new Window(0, 0, grid.Width, grid.Height)) is null)
            {
                throw GridComparison.NoOverlap(_way, Source, grid);
            }
        }
        catch
        {
            _way.Dispose();
            throw;
        }
    }

    /// <summary>Whether the files lie on the grid already, so that nothing is interpolated.</summary>
    public bool SharesGrid => _way is null;

    private RasterReader Source => _sources[0].Reader;

    private int Channels => _sources.Sum(s => s.Bands.Count);

    /// <summary>Reads a window.</summary>
    /// <param name="part">Which part of the grid.</param>
    /// <param name="interpolatePower">True for samples in dB: power is interpolated.</param>
    /// <param name="clean">Changes the samples as the files hold them, before anything is interpolated; null to leave them.</param>
    /// <returns>[C,part.Height,part.Width], in the files' unit; NaN where they have no data.</returns>
    public Raster<float> Read(Window part, bool interpolatePower, Action<Raster<float>>? clean = null)
    {
        if (_way is null)
        {
            return ReadSource(part, clean);
        }

        using GdalScope scope = GdalScope.Enter();
        var result = new Raster<float>(Channels, part.Height, part.Width, LargeArrays.Take<float>(checked(Channels * part.Height * part.Width)));
        if (SourcePart(part) is not Window needed)
        {
            Array.Fill(result.Data, float.NaN);
            return result;
        }

        Raster<float> samples = ReadSource(needed, clean);
        if (interpolatePower)
        {
            Decibels.ToPower(samples.Data);
        }

        Resample(new TentResampler(samples, needed, _scaleX, _scaleY), part, result);
        LargeArrays.Give(samples.Data);
        if (interpolatePower)
        {
            Decibels.FromPower(result.Data);
        }

        return result;
    }

    /// <summary>Reads a window of classes or bits, which cannot be interpolated: each pixel has the value of the files' pixel that its center lies in.</summary>
    /// <param name="part">Which part of the grid.</param>
    /// <returns>[C,part.Height,part.Width], as the files hold them; NaN where they have no data.</returns>
    public Raster<float> ReadNearest(Window part)
    {
        if (_way is null)
        {
            return ReadSource(part, clean: null);
        }

        using GdalScope scope = GdalScope.Enter();
        var result = new Raster<float>(Channels, part.Height, part.Width);
        Array.Fill(result.Data, float.NaN);
        if (SourcePart(part) is not Window needed)
        {
            return result;
        }

        Raster<float> samples = ReadSource(needed, clean: null);
        double[] x = new double[part.Width], y = new double[part.Width];
        for (int row = 0; row < part.Height; row++)
        {
            _way.RowToSource(part.Row + row, part.Column, x, y);
            for (int column = 0; column < part.Width; column++)
            {
                double left = Math.Floor(x[column]) - needed.Column, top = Math.Floor(y[column]) - needed.Row;
                for (int channel = 0; left >= 0 && left < needed.Width && top >= 0 && top < needed.Height && channel < Channels; channel++)
                {
                    result[channel, row, column] = samples[channel, (int)top, (int)left];
                }
            }
        }

        LargeArrays.Give(samples.Data);
        return result;
    }

    /// <summary>Which share of the grid the files cover, told by a raster of its pixels; 0..1.</summary>
    public double CoveredShare()
    {
        if (_way is null)
        {
            return 1;
        }

        using GdalScope scope = GdalScope.Enter();
        double[] x = new double[LatticeSide * LatticeSide], y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = _grid.Width * ((i % LatticeSide) + 0.5) / LatticeSide;
            y[i] = _grid.Height * ((i / LatticeSide) + 0.5) / LatticeSide;
        }

        _way.ToSource(x, y);
        (int width, int height) = (Source.Profile.Width, Source.Profile.Height);
        return x.Zip(y).Count(p => p.First >= 0 && p.First < width && p.Second >= 0 && p.Second < height) / (double)x.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_way is not null)
        {
            using GdalScope scope = GdalScope.Enter();
            _way.Dispose();
        }
    }

    private void Resample(TentResampler resampler, Window part, Raster<float> result)
    {
        var x = new double[part.Width];
        var y = new double[part.Width];
        for (int row = 0; row < part.Height; row++)
        {
            _way!.RowToSource(part.Row + row, part.Column, x, y);
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

    // Three neighbors in the grid's middle tell how many source pixels a pixel of the grid covers; where the middle has no way into the source, one to one is as good a guess as any.
    private (double X, double Y) Scales()
    {
        (double middleX, double middleY) = (_grid.Width / 2.0, _grid.Height / 2.0);
        double[] x = [middleX, middleX + 1, middleX], y = [middleY, middleY, middleY + 1];
        _way!.ToSource(x, y);
        return (Scale(x[1] - x[0], x[2] - x[0]), Scale(y[1] - y[0], y[2] - y[0]));

        static double Scale(double alongColumns, double alongRows)
        {
            double length = GridComparison.Hypotenuse(alongColumns, alongRows);
            return double.IsFinite(length) ? Math.Max(1, length) : 1;
        }
    }

    // The part of the source that a window of the grid needs, with the reach of the kernel; null where they do not meet.
    private Window? SourcePart(Window part)
    {
        var x = new double[LatticeSide * LatticeSide];
        var y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = part.Column + (part.Width * (double)(i % LatticeSide) / (LatticeSide - 1));
            y[i] = part.Row + (part.Height * (double)(i / LatticeSide) / (LatticeSide - 1));
        }

        _way!.ToSource(x, y);
        double[] columns = [.. x.Where(double.IsFinite)], rows = [.. y.Where(double.IsFinite)];
        (int width, int height) = (Source.Profile.Width, Source.Profile.Height);
        if (columns.Length == 0 || columns.Max() <= 0 || columns.Min() >= width || rows.Max() <= 0 || rows.Min() >= height)
        {
            return null;
        }

        // Between the lattice's places the edge may bulge a little, hence the margin on top of the kernel.
        double marginX = _scaleX + 2 + (0.01 * (columns.Max() - columns.Min())), marginY = _scaleY + 2 + (0.01 * (rows.Max() - rows.Min()));
        int left = (int)Math.Max(0, columns.Min() - marginX), top = (int)Math.Max(0, rows.Min() - marginY);
        int right = (int)Math.Min(width, Math.Ceiling(columns.Max() + marginX)), bottom = (int)Math.Min(height, Math.Ceiling(rows.Max() + marginY));
        return right > left && bottom > top ? new Window(left, top, right - left, bottom - top) : null;
    }

    private Raster<float> ReadSource(Window window, Action<Raster<float>>? clean)
    {
        var samples = new Raster<float>(Channels, window.Height, window.Width, LargeArrays.Take<float>(checked(Channels * window.Height * window.Width)));
        int start = 0;
        foreach (RasterChannels source in _sources)
        {
            Span<float> part = samples.Data.AsSpan(start, source.Bands.Count * samples.PlaneLength);
            source.Reader.Read(window, source.Bands, part);
            RasterWarp.MarkMissing(part, source.Reader.Profile);
            start += part.Length;
        }

        clean?.Invoke(samples);
        return samples;
    }
}
