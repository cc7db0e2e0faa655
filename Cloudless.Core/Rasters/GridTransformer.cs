using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Leads from pixels of a target grid to pixels of a source file (its transform or ground control points, and CRS).</summary>
/// <remarks>Make and use inside a <see cref="GdalScope"/>, by one thread. Pixel coordinates: the first pixel's center is (0.5, 0.5).</remarks>
internal sealed unsafe class GridTransformer : IDisposable
{
    // Positions are exact at every 32nd pixel of every 32nd row and linear between: over 320 m a map projection bends by less than 0.001 pixel. The
    // places are the grid's, not a window's, so a window has the bits of the whole grid.
    private const int Step = 32;

    private readonly double[] _grid;
    private readonly nint _exact;
    private Nodes _above = Nodes.None, _below = Nodes.None;

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

    }

    /// <summary>Source coordinates of the pixel centers of a part of a grid row; NaN where there is no way.</summary>
    public void RowToSource(int row, int firstColumn, Span<double> x, Span<double> y)
    {
        int nodeRow = row / Step * Step, first = firstColumn / Step, count = ((firstColumn + x.Length - 1) / Step) + 2 - first;
        Nodes above = Load(nodeRow, first, count, _above, _below), below = Load(nodeRow + Step, first, count, _above, _below);
        (_above, _below) = (above, below);
        double down = (row - nodeRow) / (double)Step;
        for (int i = 0; i < x.Length; i++)
        {
            (int node, int past) = Math.DivRem(firstColumn + i, Step);
            node -= first;
            double right = past / (double)Step;
            x[i] = Between(Between(above.X[node], above.X[node + 1], right), Between(below.X[node], below.X[node + 1], right), down);
            y[i] = Between(Between(above.Y[node], above.Y[node + 1], right), Between(below.Y[node], below.Y[node + 1], right), down);
            if (double.IsNaN(x[i] + y[i]))
            {
                // Beyond the edge of a projection a node has no place, but the pixel may.
                (x[i], y[i]) = (firstColumn + i + 0.5, row + 0.5);
                ToSource(x.Slice(i, 1), y.Slice(i, 1));
            }
        }
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

        Run(toSource: 1, x, y);
    }

    /// <summary>Coordinates, in the grid's CRS, of places of the source; NaN where there is no way.</summary>
    /// <param name="x">Source columns in, eastings out.</param>
    /// <param name="y">Source rows in, northings out.</param>
    public void SourceToGround(Span<double> x, Span<double> y) => Run(toSource: 0, x, y);

    /// <summary>Coordinates of a place of the grid.</summary>
    public (double X, double Y) ToGround(double column, double row) =>
        (_grid[0] + (_grid[1] * column) + (_grid[2] * row), _grid[3] + (_grid[4] * column) + (_grid[5] * row));

    /// <inheritdoc/>
    public void Dispose() => Gdal.GDALDestroyGenImgProjTransformer(_exact);

    private static double Between(double a, double b, double share) => a + (share * (b - a));

    private Nodes Load(int row, int first, int count, Nodes one, Nodes other)
    {
        foreach (Nodes nodes in (ReadOnlySpan<Nodes>)[one, other])
        {
            if (nodes.Row == row && nodes.First == first && nodes.X.Length == count)
            {
                return nodes;
            }
        }

        var made = new Nodes(row, first, new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            (made.X[i], made.Y[i]) = (((first + i) * Step) + 0.5, row + 0.5);
        }

        ToSource(made.X, made.Y);
        return made;
    }

    private void Run(int toSource, Span<double> x, Span<double> y)
    {
        var z = new double[x.Length];
        var success = new int[x.Length];
        fixed (double* px = x, py = y, pz = z)
        fixed (int* ps = success)
        {
            Gdal.GDALGenImgProjTransform(_exact, toSource, x.Length, px, py, pz, ps);
        }

        for (int i = 0; i < success.Length; i++)
        {
            if (success[i] == 0)
            {
                (x[i], y[i]) = (double.NaN, double.NaN);
            }
        }
    }

    // Source coordinates of every 32nd pixel center of a grid row.
    private sealed record Nodes(int Row, int First, double[] X, double[] Y)
    {
        public static Nodes None { get; } = new(-1, 0, [], []);
    }
}
