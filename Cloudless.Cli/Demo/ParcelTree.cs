namespace Cloudless.Cli.Demo;

/// <summary>Cuts a square into fields by splitting rectangles until they are small: the block pattern of farmed plains.</summary>
internal sealed class ParcelTree
{
    private readonly Node _root;

    public ParcelTree(SeededRandom random, double extent) => _root = Split(random, -extent, -extent, extent, extent, 0);

    /// <summary>Finds the field at a point of the field pattern's own coordinates.</summary>
    /// <returns>The field, and how far the nearest border is; <c>Road</c> where that border divides whole blocks of fields.</returns>
    public (Parcel Parcel, double BorderDistance, bool Road) Find(double u, double v)
    {
        Node node = _root;
        double nearest = double.MaxValue;
        bool road = false;
        while (node.Low is not null && node.High is not null)
        {
            double offset = (node.Vertical ? u : v) - node.Cut, distance = Math.Abs(offset);
            if (distance < nearest)
            {
                (nearest, road) = (distance, node.Depth is >= 3 and <= 5);
            }

            node = offset < 0 ? node.Low : node.High;
        }

        return (node.Parcel!, nearest, road);
    }

    private static Node Split(SeededRandom random, double left, double top, double right, double bottom, int depth)
    {
        double width = right - left, height = bottom - top;
        bool vertical = width > height * random.NextDouble(0.6, 1.5);
        double side = vertical ? width : height;
        if (side < random.NextDouble(26, 62) || Math.Min(width, height) < 9)
        {
            return new Node(depth, false, 0, null, null, Parcel.Draw(random, (left + right) / 2, (top + bottom) / 2));
        }

        double cut = (vertical ? left : top) + (side * random.NextDouble(0.34, 0.66));
        return vertical
            ? new Node(depth, true, cut, Split(random, left, top, cut, bottom, depth + 1), Split(random, cut, top, right, bottom, depth + 1), null)
            : new Node(depth, false, cut, Split(random, left, top, right, cut, depth + 1), Split(random, left, cut, right, bottom, depth + 1), null);
    }

    private sealed record Node(int Depth, bool Vertical, double Cut, Node? Low, Node? High, Parcel? Parcel);
}

/// <summary>One field.</summary>
/// <param name="CenterU">Center in the field pattern's coordinates.</param>
/// <param name="CenterV">Center in the field pattern's coordinates.</param>
/// <param name="Cover">What grows on it.</param>
/// <param name="Second">A second cover mixed in: growth differs from field to field.</param>
/// <param name="Mix">Share of <paramref name="Second"/>.</param>
/// <param name="Gain">Brightness of this field against its kind.</param>
/// <param name="SarOffset">Backscatter of this field against its kind, dB.</param>
internal sealed record Parcel(double CenterU, double CenterV, SurfaceType Cover, SurfaceType Second, double Mix, double Gain, double SarOffset)
{
    private static readonly SurfaceType[] Covers =
        [SurfaceType.GreenCrop, SurfaceType.GreenCrop, SurfaceType.Meadow, SurfaceType.Meadow, SurfaceType.RipeCrop, SurfaceType.RipeCrop, SurfaceType.Stubble, SurfaceType.BareSoil];

    public static Parcel Draw(SeededRandom random, double u, double v) => new(
        u,
        v,
        Covers[random.Next(Covers.Length)],
        Covers[random.Next(Covers.Length)],
        random.NextDouble(0, 0.35),
        random.NextDouble(0.90, 1.10),
        random.NextDouble(-1.0, 1.0));
}
