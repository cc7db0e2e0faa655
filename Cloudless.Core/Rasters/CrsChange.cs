namespace Cloudless.Rasters;

/// <summary>Moves coordinates from one reference system to another.</summary>
internal static unsafe class CrsChange
{
    // Of the extent of the places: far more than rounding, far less than a place that another was led to.
    private const double BackTolerance = 1e-4;

    /// <summary>Changes coordinates in place; x is east (or longitude) and y is north (or latitude) in both systems.</summary>
    /// <param name="from">Their system: WKT, or a code such as EPSG:4326.</param>
    /// <param name="to">The system wanted.</param>
    /// <param name="x">Changed.</param>
    /// <param name="y">Changed.</param>
    /// <exception cref="RasterMismatchException">A system is not known, or a place of one does not exist in the other.</exception>
    public static void Run(string from, string to, double[] x, double[] y)
    {
        if (Transform(from, to, x, y) is { } reason)
        {
            throw new RasterMismatchException($"Places in '{from}' cannot be found in the image's coordinate reference system: {reason}. Are the coordinates in the order x, y (longitude, latitude)?");
        }
    }

    /// <summary>As <see cref="Run"/>, for places that may have none in the other system.</summary>
    /// <returns>Whether all have one that leads back to where it came from; the coordinates are worth nothing where not.</returns>
    /// <exception cref="RasterMismatchException">A system is not known.</exception>
    public static bool TryRun(string from, string to, double[] x, double[] y)
    {
        double[] startX = [.. x], startY = [.. y];
        if (Transform(from, to, x, y) is not null)
        {
            return false;
        }

        double[] backX = [.. x], backY = [.. y];
        double tolerance = BackTolerance * Math.Max(startX.Max() - startX.Min(), startY.Max() - startY.Min());
        return Transform(to, from, backX, backY) is null
            && Enumerable.Range(0, x.Length).All(i => Math.Abs(backX[i] - startX[i]) <= tolerance && Math.Abs(backY[i] - startY[i]) <= tolerance);
    }

    // What went wrong; null where nothing did.
    private static string? Transform(string from, string to, double[] x, double[] y)
    {
        using GdalScope scope = GdalScope.Enter();
        nint source = Gdal.OSRNewSpatialReference(0), target = Gdal.OSRNewSpatialReference(0), way = 0;
        try
        {
            if (Gdal.OSRSetFromUserInput(source, from) != Gdal.Success || Gdal.OSRSetFromUserInput(target, to) != Gdal.Success)
            {
                throw new RasterMismatchException($"'{from}' is not a coordinate reference system that GDAL knows: {scope.Reason}. Use a code such as EPSG:4326, or WKT.");
            }

            Gdal.OSRSetAxisMappingStrategy(source, Gdal.EastBeforeNorth);
            Gdal.OSRSetAxisMappingStrategy(target, Gdal.EastBeforeNorth);
            way = Gdal.OCTNewCoordinateTransformation(source, target);
            fixed (double* px = x, py = y)
            {
                return way == 0 || Gdal.OCTTransform(way, x.Length, px, py, null) == 0 || !x.Concat(y).All(double.IsFinite) ? scope.Reason : null;
            }
        }
        finally
        {
            if (way != 0)
            {
                Gdal.OCTDestroyCoordinateTransformation(way);
            }

            Gdal.OSRDestroySpatialReference(source);
            Gdal.OSRDestroySpatialReference(target);
        }
    }
}
