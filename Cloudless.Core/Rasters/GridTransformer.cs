using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Leads from pixels of a target grid to pixels of a source file (its transform or ground control points, and CRS).</summary>
/// <remarks>Make and use inside a <see cref="GdalScope"/>, by one thread. Pixel coordinates: the first pixel's center is (0.5, 0.5).</remarks>
internal sealed unsafe class GridTransformer : IDisposable
{
    // In source pixels. GDAL's own warp tolerates 0.125; positions this near cost little more and change no sample visibly.
    private const double MaximumError = 0.01;

    private readonly double[] _grid;
    private readonly nint _exact, _approximate;

    /// <summary>Prepares the way between two grids that both have a transform (the source: or control points).</summary>
    /// <exception cref="RasterMismatchException">GDAL knows no way between the two coordinate reference systems.</exception>
    public GridTransformer(RasterReader source, RasterProfile grid, GdalScope scope)
    {
        _grid = [.. grid.Transform!];
        using var options = new GdalStringList(grid.Crs is null ? [] : [$"DST_SRS={grid.Crs}"]);
        _exact = Gdal.GDALCreateGenImgProjTransformer2(source.Dataset, 0, options.Pointer);
        if (_exact == 0)
        {
            throw new RasterMismatchException($"'{source.Path}' cannot be brought onto the image's grid: {scope.Reason}. Warp it beforehand.");
        }

        nint function = NativeLibrary.GetExport(GdalLibrary.EnsureInitialized(), nameof(Gdal.GDALGenImgProjTransform));
        _approximate = Gdal.GDALCreateApproxTransformer(function, _exact, MaximumError);
    }

    /// <summary>Source coordinates of the pixel centers of a part of a grid row; NaN where there is no way.</summary>
    public void RowToSource(int row, int firstColumn, Span<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = ToGround(firstColumn + i + 0.5, row + 0.5);
        }

        Run(&Gdal.GDALApproxTransform, _approximate, 1, x, y);
    }

    /// <summary>Source coordinates of some places of the grid, exactly; NaN where there is no way.</summary>
    /// <param name="x">Grid columns in, source columns out.</param>
    /// <param name="y">Grid rows in, source rows out.</param>
    public void ToSource(Span<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = ToGround(x[i], y[i]);
        }

        Run(&Gdal.GDALGenImgProjTransform, _exact, 1, x, y);
    }

    /// <summary>Coordinates, in the grid's CRS, of places of the source; NaN where there is no way.</summary>
    /// <param name="x">Source columns in, eastings out.</param>
    /// <param name="y">Source rows in, northings out.</param>
    public void SourceToGround(Span<double> x, Span<double> y) => Run(&Gdal.GDALGenImgProjTransform, _exact, 0, x, y);

    /// <summary>Coordinates of a place of the grid.</summary>
    public (double X, double Y) ToGround(double column, double row) =>
        (_grid[0] + (_grid[1] * column) + (_grid[2] * row), _grid[3] + (_grid[4] * column) + (_grid[5] * row));

    /// <inheritdoc/>
    public void Dispose()
    {
        Gdal.GDALDestroyApproxTransformer(_approximate);
        Gdal.GDALDestroyGenImgProjTransformer(_exact);
    }

    private static void Run(
        delegate*<nint, int, int, double*, double*, double*, int*, int> transform, nint argument, int toSource, Span<double> x, Span<double> y)
    {
        var z = new double[x.Length];
        var success = new int[x.Length];
        fixed (double* px = x, py = y, pz = z)
        fixed (int* ps = success)
        {
            transform(argument, toSource, x.Length, px, py, pz, ps);
        }

        for (int i = 0; i < success.Length; i++)
        {
            if (success[i] == 0)
            {
                (x[i], y[i]) = (double.NaN, double.NaN);
            }
        }
    }
}
