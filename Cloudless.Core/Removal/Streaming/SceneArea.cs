using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Removal.Streaming;

/// <summary>Finds the part of a scene that a job is asked for, in whole pixels of the scene's grid.</summary>
internal static class SceneArea
{
    // Edges bend between reference systems: so many places of each are looked at.
    private const int Steps = 256;

    // Bounds that end on a pixel's edge but for rounding shall not take in the next pixel.
    private const double Tolerance = 0.01;

    /// <summary>Finds it.</summary>
    /// <param name="profile">The scene's.</param>
    /// <param name="name">The scene's name.</param>
    /// <param name="bounds">A rectangle; null for none.</param>
    /// <param name="like">A raster file whose extent is wanted; null for none.</param>
    /// <returns>Every pixel that the rectangle touches; the whole scene where neither is given.</returns>
    /// <exception cref="RasterMismatchException">The rectangle does not meet the scene, or one of them has no place on Earth.</exception>
    /// <exception cref="CloudlessException">The file cannot be read.</exception>
    public static Window Find(RasterProfile profile, string name, SceneBounds? bounds, string? like)
    {
        var whole = new Window(0, 0, profile.Width, profile.Height);
        if (bounds is null && like is null)
        {
            return whole;
        }

        if (profile.Transform is null)
        {
            throw new RasterMismatchException($"'{name}' has no georeference, so no part of it can be found by coordinates. Leave --bounds and --like out.");
        }

        Window area = whole;
        if (bounds is not null)
        {
            double[] corners = [bounds.XMin, bounds.XMax - bounds.XMin, 0, bounds.YMax, 0, bounds.YMin - bounds.YMax];
            area = Meet(area, Pixels(profile, name, corners, 1, 1, bounds.Crs ?? profile.Crs), "--bounds", name, "Are the coordinates in the order xmin,ymin,xmax,ymax, in the right reference system?");
        }

        if (like is not null)
        {
            using RasterReader reader = RasterReader.Open(like);
            RasterProfile other = reader.Profile;
            IReadOnlyList<double> transform = other.Transform
                ?? throw new RasterMismatchException($"'{like}' has no georeference, so it tells no extent. Give a georeferenced file, or --bounds.");
            area = Meet(area, Pixels(profile, name, transform, other.Width, other.Height, other.Crs), $"'{like}'", name, "Give a raster of the same place.");
        }

        return area;
    }

    /// <summary>The profile of a part.</summary>
    public static RasterProfile Crop(RasterProfile profile, Window area) => profile with
    {
        Width = area.Width,
        Height = area.Height,
        Transform = profile.Transform is not { } t
            ? null
            : [t[0] + (t[1] * area.Column) + (t[2] * area.Row), t[1], t[2], t[3] + (t[4] * area.Column) + (t[5] * area.Row), t[4], t[5]],
    };

    private static (double Left, double Top, double Right, double Bottom) Pixels(
        RasterProfile profile, string name, IReadOnlyList<double> t, int width, int height, string? crs)
    {
        var x = new double[4 * Steps];
        var y = new double[4 * Steps];
        for (int i = 0; i < Steps; i++)
        {
            double along = (double)i / Steps;
            (double Column, double Row)[] edge = [(along * width, 0), (width, along * height), ((1 - along) * width, height), (0, (1 - along) * height)];
            for (int side = 0; side < 4; side++)
            {
                (double column, double row) = edge[side];
                (x[(4 * i) + side], y[(4 * i) + side]) = (t[0] + (t[1] * column) + (t[2] * row), t[3] + (t[4] * column) + (t[5] * row));
            }
        }

        if ((crs is null) != (profile.Crs is null))
        {
            throw new RasterMismatchException($"{(crs is null ? "The rectangle" : $"'{name}'")} has no coordinate reference system, the other has one: they cannot be compared.");
        }

        if (crs is not null && !GridComparison.SameCrs(crs, profile.Crs) && !CrsChange.TryRun(crs, profile.Crs!, x, y))
        {
            return Within(profile, t, width, height, crs);
        }

        ToPixels(profile.Transform!, x, y);
        return (x.Min(), y.Min(), x.Max(), y.Max());
    }

    // A rectangle so large that its edges lie where the image's system has no places, such as the whole world: the image's places are looked for in it instead.
    private static (double Left, double Top, double Right, double Bottom) Within(RasterProfile profile, IReadOnlyList<double> t, int width, int height, string crs)
    {
        IReadOnlyList<double> g = profile.Transform!;
        const int side = Steps + 1;
        double[] columns = [.. Enumerable.Range(0, side * side).Select(i => (double)profile.Width * (i % side) / Steps)];
        double[] rows = [.. Enumerable.Range(0, side * side).Select(i => (double)profile.Height * (i / side) / Steps)];
        double[] x = [.. columns.Zip(rows, (c, r) => g[0] + (g[1] * c) + (g[2] * r))], y = [.. columns.Zip(rows, (c, r) => g[3] + (g[4] * c) + (g[5] * r))];
        CrsChange.Run(profile.Crs!, crs, x, y);
        ToPixels(t, x, y);
        int[] inside = [.. Enumerable.Range(0, x.Length).Where(i => x[i] >= 0 && x[i] <= width && y[i] >= 0 && y[i] <= height)];
        (double stepX, double stepY) = ((double)profile.Width / Steps, (double)profile.Height / Steps);

        // The rectangle's edge lies less than a step beyond the last place that is in it.
        return inside.Length == 0
            ? (0, 0, 0, 0)
            : (inside.Min(i => columns[i]) - stepX, inside.Min(i => rows[i]) - stepY, inside.Max(i => columns[i]) + stepX, inside.Max(i => rows[i]) + stepY);
    }

    // From the ground to pixels of a grid, in place.
    private static void ToPixels(IReadOnlyList<double> g, double[] x, double[] y)
    {
        double area = (g[1] * g[5]) - (g[2] * g[4]);
        for (int i = 0; i < x.Length; i++)
        {
            (double east, double north) = (x[i] - g[0], y[i] - g[3]);

            // Adding 0 makes 0 of -0.
            (x[i], y[i]) = ((((g[5] * east) - (g[2] * north)) / area) + 0.0, (((g[1] * north) - (g[4] * east)) / area) + 0.0);
        }
    }

    private static Window Meet(Window scene, (double Left, double Top, double Right, double Bottom) part, string what, string name, string hint)
    {
        int left = (int)Math.Max(scene.Column, Math.Floor(part.Left + Tolerance)), top = (int)Math.Max(scene.Row, Math.Floor(part.Top + Tolerance));
        int right = (int)Math.Min(scene.Right, Math.Ceiling(part.Right - Tolerance)), bottom = (int)Math.Min(scene.Bottom, Math.Ceiling(part.Bottom - Tolerance));
        return right > left && bottom > top
            ? new Window(left, top, right - left, bottom - top)
            : throw new RasterMismatchException(FormattableString.Invariant(
                $"{what} does not meet '{name}': in its pixels it covers columns {part.Left:0.#} to {part.Right:0.#} and rows {part.Top:0.#} to {part.Bottom:0.#}, the image has {scene.Width} x {scene.Height} pixels from {scene.Column}, {scene.Row}. {hint}"));
    }
}
