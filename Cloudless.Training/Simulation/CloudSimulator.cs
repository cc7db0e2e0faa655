using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Simulation;

/// <summary>
/// Draws clouds, from thin cirrus to opaque, with shadows displaced away from the sun, and haze, on a clear image. Band by band a pixel becomes
/// <c>(1 - a) * (ground * (1 - shade * depth) + haze) + a * cloud</c>, <c>a = 1 - exp(-thickness)</c>, and where there is cirrus above, the same once more with its thickness.
/// </summary>
/// <remarks>
/// Low clouds are white with darker short-wave infrared, and dim in B10, for the water vapor above them absorbs it; cirrus lies above the vapor: bright in B10 while the visible
/// bands see through it, and dark in the short-wave infrared, which ice absorbs. The same random state gives the same image. Static, thread-safe.
/// </remarks>
public static class CloudSimulator
{
    /// <summary>Simulates clouds on an image.</summary>
    /// <param name="clear">[13,H,W], DN with the offset removed, cloud-free; untouched.</param>
    /// <param name="random">Source of every choice.</param>
    /// <param name="options">What to draw from.</param>
    /// <returns>The cloudy image, [13,H,W], DN.</returns>
    /// <exception cref="ArgumentException">The image has not 13 channels.</exception>
    public static Raster<float> Apply(Raster<short> clear, SeededRandom random, CloudSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(clear);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(options);
        CloudSpectrum.RequireBands(clear);
        bool low = random.NextDouble() >= options.CirrusShare, high = !low || random.NextDouble() < options.VeilShare;
        bool casts = low && random.NextDouble() < options.Shadow.Share;
        SunShadow shadow = SunShadow.Draw(options.Shadow, random);
        Raster<float> cloudy = clear.ToFloat();
        ThicknessField? clouds = low ? ThicknessField.Draw(clear.Height, clear.Width, LowShape(options, random), casts ? shadow : default, random) : null;
        if (casts)
        {
            SunShadow.Darken(cloudy, Opacity(clouds!.TowardSun), CloudSpectrum.DrawShadow(random));
        }

        if (random.NextDouble() < options.HazeShare)
        {
            AddHaze(cloudy, CloudSpectrum.DrawHaze(options, random), random);
        }

        if (clouds is not null)
        {
            Cover(cloudy, clouds.Above, CloudSpectrum.DrawLow(random), CloudSpectrum.DrawExtinction(random), random);
        }

        if (high)
        {
            ThicknessField cirrus = ThicknessField.Draw(clear.Height, clear.Width, HighShape(options, random), default, random);
            Cover(cloudy, cirrus.Above, CloudSpectrum.DrawCirrus(random), CloudSpectrum.GrayExtinction, random);
        }

        return cloudy;
    }

    private static CloudShape LowShape(CloudSimulatorOptions options, SeededRandom random) => new(
        random.NextDouble(options.MinimumCover, options.MaximumCover),
        Math.Exp(random.NextDouble(Math.Log(options.MinimumThickness), Math.Log(options.MaximumThickness))),
        random.NextDouble(30, 140),
        1);

    private static CloudShape HighShape(CloudSimulatorOptions options, SeededRandom random) => new(
        random.NextDouble(options.MinimumCover, options.MaximumCover),
        random.NextDouble(options.MinimumCirrusThickness, options.MaximumCirrusThickness),
        random.NextDouble(40, 120),
        random.NextDouble(1.5, 5));

    private static float[] Opacity(float[] thickness) => [.. thickness.Select(t => 1 - MathF.Exp(-t))];

    private static void Cover(Raster<float> image, float[] thickness, float[] spectrum, float[] extinction, SeededRandom random)
    {
        var texture = new FractalNoise(random.NextUInt64());
        double size = random.NextDouble(12, 64);
        float contrast = (float)random.NextDouble(0.05, 0.3);
        int octaves = FractalNoise.OctavesDownTo(5, size);
        for (int i = 0; i < thickness.Length; i++)
        {
            if (thickness[i] <= 0)
            {
                continue;
            }

            float bright = 1 + (contrast * Math.Clamp((float)texture.At(i % image.Width / size, i / image.Width / size, octaves), -1, 1));
            for (int c = 0, at = i; c < spectrum.Length; c++, at += image.PlaneLength)
            {
                float opacity = 1 - MathF.Exp(-thickness[i] * extinction[c]);
                image.Data[at] += opacity * ((spectrum[c] * bright) - image.Data[at]);
            }
        }
    }

    private static void AddHaze(Raster<float> image, float[] haze, SeededRandom random)
    {
        var density = new FractalNoise(random.NextUInt64());
        double size = random.NextDouble(60, 200);
        for (int i = 0; i < image.PlaneLength; i++)
        {
            float dense = Math.Clamp(0.5f + (0.5f * (float)density.At(i % image.Width / size, i / image.Width / size, 2)), 0, 1);
            for (int c = 0, at = i; c < haze.Length; c++, at += image.PlaneLength)
            {
                // Bright ground loses about the light that the haze adds.
                image.Data[at] += haze[c] * dense * (1 - (image.Data[at] / 10000f));
            }
        }
    }
}
