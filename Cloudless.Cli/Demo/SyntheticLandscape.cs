using Cloudless.Training.Simulation;

namespace Cloudless.Cli.Demo;

/// <summary>The ground of the synthetic scene: fields, tracks, woods, a river, a lake, a town and two villages.</summary>
internal sealed class SyntheticLandscape
{
    private const double FieldAngle = 0.38;

    private readonly ulong _seed;
    private readonly ParcelTree _parcels;
    private readonly FractalNoise _woods;
    private readonly FractalNoise _bends;
    private readonly FractalNoise _grain;

    public SyntheticLandscape(int size, ulong seed)
    {
        _seed = seed;
        _parcels = new ParcelTree(new SeededRandom(seed), 1.5 * Math.Max(size, 512));
        _woods = new FractalNoise(seed + 1);
        _bends = new FractalNoise(seed + 2);
        _grain = new FractalNoise(seed + 3);
    }

    /// <summary>What lies at a pixel.</summary>
    public Ground At(int row, int column)
    {
        // The layout is drawn for a side of 512 pixels; other sides show more or less of the same country.
        double x = column, y = row;
        double river = RiverDistance(x, y);
        if (river < 0 || LakeDepth(x, y) > 0)
        {
            return new Ground(SurfaceType.Water, SurfaceType.Water, 0, 1 + (0.05 * _grain.At(x / 60, y / 60, 2)), 0);
        }

        if (Built(x, y) is { } built)
        {
            return built;
        }

        double warpU = 7 * _bends.At(x / 170, y / 170, 2), warpV = 7 * _bends.At((x / 170) + 50, y / 170, 2);
        (double u, double v) = Rotate(x + warpU, y + warpV);
        (Parcel parcel, double border, bool road) = _parcels.Find(u, v);

        double wood = _woods.At(x / 130, y / 130, 5);
        double woodAtField = _woods.At((parcel.CenterU / 130) + 9, parcel.CenterV / 130, 3);
        if (river < 2 + (5 * Math.Max(0, _grain.At(x / 25, y / 25, 2))) || wood > 0.62 || woodAtField > 0.85)
        {
            return Wood(x, y);
        }

        if (road && border < 0.8)
        {
            return new Ground(SurfaceType.Track, SurfaceType.Asphalt, 0.5, 1, 0);
        }

        if (border < 0.7 && _grain.At((u / 40) + 31, v / 40, 2) > 0.1)
        {
            return Wood(x, y);
        }

        // Uneven growth and the rows of the machines.
        double growth = 0.08 * _grain.At(x / 22, y / 22, 3), rows = 0.012 * Math.Sin(u * 2.1);
        return new Ground(parcel.Cover, parcel.Second, Math.Clamp(parcel.Mix + growth, 0, 1), parcel.Gain + rows + (0.3 * growth), parcel.SarOffset);
    }

    private Ground Wood(double x, double y)
    {
        double conifer = Math.Clamp(0.5 + (1.4 * _woods.At((x / 75) + 70, y / 75, 3)), 0, 1);
        return new Ground(SurfaceType.Deciduous, SurfaceType.Conifer, conifer, 1 + (0.13 * _grain.At(x / 5, y / 5, 3)), 0);
    }

    /// <summary>Distance from the river's bank in pixels; negative in the water.</summary>
    private double RiverDistance(double x, double y)
    {
        double middle = 345 + (0.22 * x) - (75 * Math.Sin((x / 150) + 0.6)) + (34 * _bends.At(x / 140, 3.5, 3));
        double slope = 0.22 - (0.5 * Math.Cos((x / 150) + 0.6));
        return (Math.Abs(y - middle) / Math.Sqrt(1 + (slope * slope))) - (5.5 + (1.5 * _bends.At(x / 60, 9, 2)));
    }

    private double LakeDepth(double x, double y)
    {
        double dx = (x - 410) / 52, dy = (y - 118) / 30;
        return 1 + (0.35 * _bends.At((x / 55) + 20, y / 55, 3)) - Math.Sqrt((dx * dx) + (dy * dy));
    }

    private Ground? Built(double x, double y)
    {
        double density = Math.Max(
            Settlement(x, y, 168, 262, 62),
            Math.Max(Settlement(x, y, 430, 240, 24), Settlement(x, y, 96, 70, 20)));
        density += 0.2 * _grain.At((x / 30) + 90, y / 30, 3);
        if (density < 0.42)
        {
            return null;
        }

        (double u, double v) = Rotate(x, y);
        double streetU = Math.Abs(((u + 4000) % 11) - 5.5), streetV = Math.Abs(((v + 4000) % 8) - 4);
        if (streetU > 4.9 || streetV > 3.4)
        {
            return new Ground(SurfaceType.Asphalt, SurfaceType.Garden, 0.25, 1, 0);
        }

        double draw = new SeededRandom(_seed ^ (((ulong)(int)(u / 2.2 + 4000) << 20) + (ulong)(int)(v / 2.2 + 4000))).NextDouble();
        return draw switch
        {
            _ when draw > density => new Ground(SurfaceType.Garden, SurfaceType.Deciduous, 0.3, 1, 0),
            < 0.07 => new Ground(SurfaceType.BrightRoof, SurfaceType.Asphalt, 0.2, 1, 0),
            < 0.45 => new Ground(SurfaceType.RedRoof, SurfaceType.Garden, 0.3, 0.9 + (0.4 * draw), 0),
            _ => new Ground(SurfaceType.Asphalt, SurfaceType.RedRoof, 0.5, 0.9 + (0.3 * draw), 3.5),
        };
    }

    private static double Settlement(double x, double y, double centerX, double centerY, double radius)
    {
        double dx = (x - centerX) / radius, dy = (y - centerY) / radius;
        return Math.Exp(-((dx * dx) + (dy * dy)) * 0.9);
    }

    private static (double U, double V) Rotate(double x, double y) =>
        ((x * Math.Cos(FieldAngle)) + (y * Math.Sin(FieldAngle)), (y * Math.Cos(FieldAngle)) - (x * Math.Sin(FieldAngle)));
}

/// <summary>The ground of one pixel: two covers mixed, and its brightness and backscatter against theirs.</summary>
internal readonly record struct Ground(SurfaceType First, SurfaceType Second, double Mix, double Gain, double SarOffset);
