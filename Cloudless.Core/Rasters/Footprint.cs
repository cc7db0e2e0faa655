using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Where on Earth a raster lies: its outline in longitude and latitude on WGS 84, as GeoJSON (RFC 7946) wants it.</summary>
/// <remarks>
/// Edges are cut into 8 pieces, because straight lines of a map projection are none in degrees. Rings are closed and run counterclockwise. An image across the 180th meridian has two rings, one on
/// each side. Not for images that contain a pole.
/// </remarks>
public sealed record Footprint
{
    private const int Pieces = 8, Decimals = 7;

    private const string Degrees = "EPSG:4326";

    private Footprint(IReadOnlyList<IReadOnlyList<double[]>> rings, double[] box) => (Rings, Box) = (rings, box);

    /// <summary>One ring, or two where the image crosses the 180th meridian: points of longitude and latitude in degrees, rounded to 7 decimals.</summary>
    public IReadOnlyList<IReadOnlyList<double[]>> Rings { get; }

    /// <summary>West, south, east, north in degrees; west is larger than east where the image crosses the 180th meridian.</summary>
    public IReadOnlyList<double> Box { get; }

    /// <summary>Finds the outline.</summary>
    /// <param name="profile">Size, transform and CRS of the raster.</param>
    /// <param name="name">Name of the raster, for messages.</param>
    /// <exception cref="RasterMismatchException">The raster names no place, or none that GDAL can bring to longitude and latitude.</exception>
    public static Footprint Of(RasterProfile profile, string name)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Transform is null || profile.Crs is null)
        {
            throw new RasterMismatchException($"'{name}' has no {(profile.Crs is null ? "coordinate reference system" : "transform")}, so its place on Earth is unknown. Assign it, e.g. with gdal_edit.");
        }

        (double[] x, double[] y) = Outline(profile);
        try
        {
            CrsChange.Run(profile.Crs, Degrees, x, y);
        }
        catch (RasterMismatchException e)
        {
            throw new RasterMismatchException($"The place of '{name}' cannot be told in longitude and latitude. Check its coordinate reference system and transform. {e.Message}", e);
        }

        return FromOutline(x, y);
    }

    /// <summary>Makes one of an outline whose first and last point are the same.</summary>
    /// <param name="longitude">Degrees, -180..180.</param>
    /// <param name="latitude">Degrees.</param>
    internal static Footprint FromOutline(double[] longitude, double[] latitude)
    {
        bool crosses = longitude.Max() - longitude.Min() > 180;
        List<double[]> ring = [.. longitude.Select((x, i) => (double[])[crosses && x < 0 ? x + 360 : x, latitude[i]])];
        if (SignedArea(ring) < 0)
        {
            ring.Reverse();
        }

        (double south, double north) = (ring.Min(p => p[1]), ring.Max(p => p[1]));
        if (!crosses)
        {
            return new Footprint([Rounded(ring, 0)], [Round(ring.Min(p => p[0])), Round(south), Round(ring.Max(p => p[0])), Round(north)]);
        }

        List<double[]> west = Cut(ring, x => x <= 180), east = Cut(ring, x => x >= 180);
        return new Footprint([Rounded(west, 0), Rounded(east, -360)], [Round(ring.Min(p => p[0])), Round(south), Round(ring.Max(p => p[0]) - 360), Round(north)]);
    }

    private static (double[] X, double[] Y) Outline(RasterProfile profile)
    {
        (int columns, int rows) = (profile.Width, profile.Height);
        (double Column, double Row)[] corners = [(0, 0), (0, rows), (columns, rows), (columns, 0), (0, 0)];
        IReadOnlyList<double> t = profile.Transform!;
        List<double> x = [], y = [];
        for (int i = 0; i < (4 * Pieces) + 1; i++)
        {
            (int edge, int piece) = Math.DivRem(i, Pieces);
            (double column, double row) = corners[edge];
            if (piece > 0)
            {
                double share = piece / (double)Pieces;
                column += share * (corners[edge + 1].Column - column);
                row += share * (corners[edge + 1].Row - row);
            }

            x.Add(t[0] + (t[1] * column) + (t[2] * row));
            y.Add(t[3] + (t[4] * column) + (t[5] * row));
        }

        return ([.. x], [.. y]);
    }

    // Keeps one side of the 180th meridian; where an edge crosses it, the crossing is a new point.
    private static List<double[]> Cut(List<double[]> ring, Func<double, bool> inside)
    {
        List<double[]> kept = [];
        for (int i = 1; i < ring.Count; i++)
        {
            (double[] a, double[] b) = (ring[i - 1], ring[i]);
            if (inside(a[0]))
            {
                kept.Add(a);
            }

            if (inside(a[0]) != inside(b[0]))
            {
                kept.Add([180, a[1] + ((180 - a[0]) / (b[0] - a[0]) * (b[1] - a[1]))]);
            }
        }

        kept.Add(kept[0]);
        return kept;
    }

    private static double SignedArea(List<double[]> ring) =>
        ring.Zip(ring.Skip(1), (a, b) => (a[0] * b[1]) - (b[0] * a[1])).Sum();

    private static List<double[]> Rounded(List<double[]> ring, double add) => [.. ring.Select(p => (double[])[Round(p[0] + add), Round(p[1])])];

    private static double Round(double degrees) => Math.Round(degrees, Decimals);
}
