using Cloudless.Imagery;

namespace Cloudless.Training.Simulation;

/// <summary>Where the shadow of a cloud falls: so many rows down and columns to the right of it.</summary>
/// <param name="Rows">Rows from the cloud to its shadow; negative is up.</param>
/// <param name="Columns">Columns from the cloud to its shadow; negative is to the left.</param>
internal readonly record struct SunShadow(int Rows, int Columns)
{
    /// <summary>Draws distance and, where it is not given, direction.</summary>
    public static SunShadow Draw(ShadowOptions options, SeededRandom random)
    {
        double degrees = random.NextDouble(0, 360), distance = random.NextDouble(options.MinimumShift, options.MaximumShift);
        double azimuth = (options.SunAzimuth ?? degrees) * Math.PI / 180;

        // The sun is at (-cos, sin) in rows and columns; its shadows fall the other way.
        return new SunShadow((int)Math.Round(Math.Cos(azimuth) * distance), (int)Math.Round(-Math.Sin(azimuth) * distance));
    }

    /// <summary>Takes light from the ground.</summary>
    /// <param name="ground">[13,H,W], DN; darkened.</param>
    /// <param name="shade">[H,W], 0..1: opacity of what stands between a pixel and the sun.</param>
    /// <param name="depth">Share of the light of each band that full shade takes.</param>
    public static void Darken(Raster<float> ground, ReadOnlySpan<float> shade, ReadOnlySpan<float> depth)
    {
        for (int c = 0; c < ground.Channels; c++)
        {
            Span<float> band = ground.Channel(c);
            for (int i = 0; i < band.Length; i++)
            {
                band[i] *= 1 - (shade[i] * depth[c]);
            }
        }
    }
}
