using Cloudless.Training.Simulation;

namespace Cloudless.Cli.Demo;

/// <summary>Clouds with soft edges, haze around them and shadows displaced away from the sun.</summary>
internal sealed class SyntheticSky
{
    /// <summary>Pixels from a cloud to its shadow: sun in the south-east, cloud base about 300 m above ground.</summary>
    private const int ShadowRow = -19, ShadowColumn = -23;

    //                                              B01   B02   B03   B04   B05   B06   B07   B08   B8A   B09   B10  B11   B12
    private static readonly float[] CloudDn =      [6100, 6200, 6100, 6300, 6500, 6750, 6950, 6800, 7150, 2300, 60, 5100, 3900];
    private static readonly float[] HazeDn =       [3300, 3100, 2800, 2650, 2600, 2600, 2600, 2500, 2500, 700, 35, 1700, 1200];

    // What is left of the light in full shadow: the blue sky lights the ground and the air scatters, the more the shorter the wave.
    private static readonly float[] ShadowLight =  [0.86f, 0.76f, 0.66f, 0.57f, 0.53f, 0.50f, 0.47f, 0.46f, 0.44f, 0.42f, 0.95f, 0.37f, 0.33f];

    private readonly FractalNoise _cover;
    private readonly FractalNoise _heaps;
    private readonly FractalNoise _haze;

    public SyntheticSky(ulong seed) =>
        (_cover, _heaps, _haze) = (new FractalNoise(seed + 11), new FractalNoise(seed + 12), new FractalNoise(seed + 13));

    /// <summary>The sky over a pixel.</summary>
    public Sky At(int row, int column)
    {
        double thickness = Thickness(row, column);
        double shadow = 1 - Math.Exp(-3.0 * Thickness(row - ShadowRow, column - ShadowColumn));
        double haze = Math.Clamp(0.04 + (0.20 * _haze.At(column / 300.0, row / 300.0, 3)) + (0.12 * Cover(row, column)), 0, 0.4);

        // Thick parts and sunlit sides are brighter.
        double lit = Thickness(row - 3, column - 3) - Thickness(row + 3, column + 3);
        double brightness = 0.80 + (0.28 * Math.Min(1, thickness)) + (0.16 * Math.Clamp(lit * -2, -1, 1));
        return new Sky(1 - Math.Exp(-3.2 * thickness), brightness, haze, shadow);
    }

    /// <summary>What the sensor sees of one band at a pixel.</summary>
    /// <param name="sky">The sky over the pixel.</param>
    /// <param name="surface">DN of the ground in this band under a clear sky.</param>
    /// <param name="band">Channel, 0..12.</param>
    public static float Through(in Sky sky, float surface, int band)
    {
        double ground = surface * (1 - (sky.Shadow * (1 - ShadowLight[band])));
        double hazy = ground + (sky.Haze * (HazeDn[band] - ground));
        return (float)(hazy + (sky.Opacity * ((CloudDn[band] * sky.Brightness) - hazy)));
    }

    private double Thickness(int row, int column)
    {
        double field = (0.45 * Cover(row, column)) + (2.4 * (_heaps.Billow(column / 62.0, row / 62.0) - 0.30));
        return Math.Max(0, field - 0.20) * 1.7;
    }

    private double Cover(int row, int column) => _cover.At(column / 230.0, row / 230.0, 3);
}

/// <summary>The sky over one pixel.</summary>
/// <param name="Opacity">Cloud, 0..1.</param>
/// <param name="Brightness">Of the cloud, against the mean cloud.</param>
/// <param name="Haze">0 none .. 1 nothing but haze.</param>
/// <param name="Shadow">0 sunlit .. 1 full shadow.</param>
internal readonly record struct Sky(double Opacity, double Brightness, double Haze, double Shadow);
