namespace Cloudless.Training.Simulation;

/// <summary>Seeded value noise summed over octaves, at any point of the plane; the texture of simulated clouds and of the demo's land.</summary>
/// <param name="seed">The same seed gives the same noise, bit by bit, on every platform.</param>
/// <remarks>Immutable, thread-safe.</remarks>
public sealed class FractalNoise(ulong seed)
{
    private readonly uint _seed = (uint)(seed ^ (seed >> 32));

    /// <summary>Octaves, 1 to 6, after which features that begin with a size are no larger than another one: finer ones would not show.</summary>
    internal static int OctavesDownTo(double smallest, double size) => Math.Clamp(1 + (int)Math.Log2(Math.Max(1, size / smallest)), 1, 6);

    /// <summary>Noise at a point, about -1..1 around 0, its largest features one unit wide.</summary>
    /// <param name="x">Any finite number.</param>
    /// <param name="y">Any finite number.</param>
    /// <param name="octaves">1 or more; each is half as large and half as strong as the one before.</param>
    public double At(double x, double y, int octaves = 4)
    {
        double sum = 0, amplitude = 1, norm = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += amplitude * Lattice(x, y, (uint)i);
            norm += amplitude * amplitude;
            amplitude *= 0.5;

            // Each octave is turned, so that the lattice's axes do not show.
            (x, y) = ((1.6 * x) + (1.2 * y) + 17.3, (1.6 * y) - (1.2 * x) + 5.7);
        }

        return 1.6 * sum / Math.Sqrt(norm);
    }

    /// <summary>Noise of folded octaves, about 0..1: round heaps with sharp valleys between, as cumulus has.</summary>
    /// <inheritdoc cref="At"/>
    public double Billow(double x, double y, int octaves = 5)
    {
        double sum = 0, amplitude = 1, norm = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += amplitude * Math.Abs(Lattice(x, y, (uint)(i + 40)));
            norm += amplitude;
            amplitude *= 0.55;
            (x, y) = ((1.6 * x) + (1.2 * y) + 3.1, (1.6 * y) - (1.2 * x) + 11.9);
        }

        return sum / norm;
    }

    private double Lattice(double x, double y, uint octave)
    {
        double fx = Math.Floor(x), fy = Math.Floor(y);
        int ix = (int)fx, iy = (int)fy;
        double u = Fade(x - fx), v = Fade(y - fy);
        double top = Lerp(Corner(ix, iy, octave), Corner(ix + 1, iy, octave), u);
        double bottom = Lerp(Corner(ix, iy + 1, octave), Corner(ix + 1, iy + 1, octave), u);
        return Lerp(top, bottom, v);
    }

    private double Corner(int x, int y, uint octave)
    {
        uint h = _seed ^ ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77) ^ (octave * 0xC2B2AE3D);
        h ^= h >> 15;
        h *= 0x2C1B3C6D;
        h ^= h >> 12;
        h *= 0x297A2D39;
        h ^= h >> 15;
        return (h * (2.0 / uint.MaxValue)) - 1;
    }

    private static double Fade(double t) => t * t * t * ((t * ((t * 6) - 15)) + 10);

    private static double Lerp(double a, double b, double t) => a + (t * (b - a));
}
