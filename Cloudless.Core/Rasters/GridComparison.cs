using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Compares the places of two rasters and words what keeps them apart.</summary>
internal static class GridComparison
{
    // In pixels: far below what the geolocation of either sensor can tell.
    private const double GridTolerance = 0.01;

    /// <summary>Length of a vector.</summary>
    public static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    /// <summary>Whether two transforms put the corners of an image at the same places, to 0.01 pixel.</summary>
    public static bool SameCorners(IReadOnlyList<double> a, IReadOnlyList<double> b, int width, int height)
    {
        double pixel = Math.Min(Hypotenuse(a[1], a[4]), Hypotenuse(a[2], a[5]));
        foreach ((double column, double row) in ((double, double)[])[(0, 0), (width, 0), (0, height), (width, height)])
        {
            double x = a[0] - b[0] + ((a[1] - b[1]) * column) + ((a[2] - b[2]) * row);
            double y = a[3] - b[3] + ((a[4] - b[4]) * column) + ((a[5] - b[5]) * row);
            if (Hypotenuse(x, y) > GridTolerance * pixel)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two texts (WKT, or a code such as EPSG:32631) mean the same reference system; null is the same as null only.</summary>
    public static bool SameCrs(string? a, string? b)
    {
        if (a is null || b is null || a == b)
        {
            return a == b;
        }

        using GdalScope scope = GdalScope.Enter();
        nint first = Gdal.OSRNewSpatialReference(0), second = Gdal.OSRNewSpatialReference(0);
        bool same = Gdal.OSRSetFromUserInput(first, a) == Gdal.Success && Gdal.OSRSetFromUserInput(second, b) == Gdal.Success
            && Gdal.OSRIsSame(first, second) != 0;
        Gdal.OSRDestroySpatialReference(first);
        Gdal.OSRDestroySpatialReference(second);
        return same;
    }

    /// <summary>Checks that both rasters have what it takes to be aligned.</summary>
    /// <exception cref="RasterMismatchException">They have not.</exception>
    public static void CheckPlaces(RasterReader source, RasterProfile grid, bool hasControlPoints)
    {
        bool placed = source.Profile.Transform is not null || hasControlPoints;
        if (!placed || grid.Transform is null)
        {
            throw new RasterMismatchException(
                $"'{source.Path}' has {source.Profile.Width} x {source.Profile.Height} pixels, the image {grid.Width} x {grid.Height}, and "
                + $"{(placed ? "the image" : "the former")} has no georeference to align them by. Give files of one size, or georeferenced ones.");
        }

        if (!hasControlPoints && (source.Profile.Crs is null) != (grid.Crs is null))
        {
            throw new RasterMismatchException(
                $"{(grid.Crs is null ? "The image" : $"'{source.Path}'")} names no coordinate reference system, the other does. Assign it, e.g. with gdal_edit.");
        }
    }

    /// <summary>The error of two rasters of different places; tells both extents.</summary>
    public static RasterMismatchException NoOverlap(GridTransformer way, RasterReader source, RasterProfile grid)
    {
        (double width, double height) = (source.Profile.Width, source.Profile.Height);
        double[] x = [0, width, 0, width], y = [0, 0, height, height];
        way.SourceToGround(x, y);
        (double X, double Y)[] corners =
            [way.ToGround(0, 0), way.ToGround(grid.Width, 0), way.ToGround(0, grid.Height), way.ToGround(grid.Width, grid.Height)];
        return new RasterMismatchException(FormattableString.Invariant(
            $"'{source.Path}' does not overlap the image. In the image's coordinates it covers x {x.Min():0.###} to {x.Max():0.###}, y {y.Min():0.###} to {y.Max():0.###}; ")
            + FormattableString.Invariant(
            $"the image covers x {corners.Min(c => c.X):0.###} to {corners.Max(c => c.X):0.###}, y {corners.Min(c => c.Y):0.###} to {corners.Max(c => c.Y):0.###}. Give files of the same place."));
    }
}
