using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Simulation;

/// <summary>
/// Draws clouds, from thin cirrus to opaque, with displaced shadows and haze on a clear image. A pixel becomes
/// (1-a)·(ground·(1-shadow)+haze) + a·cloud with a = 1-exp(-thickness), band by band.
/// </summary>
/// <remarks>The same random state gives the same clouds. Static, thread-safe.</remarks>
public static class CloudSimulator
{
    private const int Octaves = 6;

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
        CloudComposer.RequireBands(clear);
        int height = clear.Height, width = clear.Width;
        bool cirrus = random.NextDouble() < options.CirrusShare;
        float[] alpha = DrawOpacity(height, width, cirrus, random, options);
        Raster<float> cloudy = clear.ToFloat();
        if (!cirrus && random.NextDouble() < options.ShadowShare)
        {
            CloudComposer.CastShadow(cloudy, alpha, CloudSpectrum.DrawShadow(random), options.MaximumShadowShift, random);
        }

        float[] texture = new float[height * width];
        if (random.NextDouble() < options.HazeShare)
        {
            AddHaze(cloudy, texture, random);
        }

        FractalNoise.Fill(texture, height, width, random.NextDouble(12, 64), Octaves, random);
        float[] spectrum = CloudSpectrum.DrawCloud(cirrus, random);
        double contrast = random.NextDouble(0.1, 0.6);
        for (int c = 0; c < cloudy.Channels; c++)
        {
            Span<float> plane = cloudy.Channel(c);
            for (int i = 0; i < plane.Length; i++)
            {
                float cloud = spectrum[c] * (float)(1 + (contrast * (texture[i] - 0.5)));
                plane[i] += alpha[i] * (cloud - plane[i]);
            }
        }

        return cloudy;
    }

    /// <summary>Opacity 0..1 of the clouds, [H,W]: thickness grows from 0 at the cover's edge to its peak.</summary>
    private static float[] DrawOpacity(int height, int width, bool cirrus, SeededRandom random, CloudSimulatorOptions options)
    {
        float[] noise = new float[height * width];
        FractalNoise.Fill(noise, height, width, random.NextDouble(30, 140), Octaves, random);
        double cover = random.NextDouble(options.MinimumCover, options.MaximumCover);
        double peak = cirrus
            ? random.NextDouble(0.3, 1.5)
            : Math.Exp(random.NextDouble(Math.Log(options.MinimumThickness), Math.Log(options.MaximumThickness)));
        float[] sorted = [.. noise];
        Array.Sort(sorted);
        float edge = sorted[(int)((1 - cover) * (sorted.Length - 1))], top = sorted[^1];
        float range = Math.Max(1e-3f, top - edge);
        for (int i = 0; i < noise.Length; i++)
        {
            float rise = Math.Max(0, (noise[i] - edge) / range);
            noise[i] = 1 - (float)Math.Exp(-peak * Math.Pow(rise, 0.7) * 1.5);
        }

        return noise;
    }

    private static void AddHaze(Raster<float> image, float[] noise, SeededRandom random)
    {
        FractalNoise.Fill(noise, image.Height, image.Width, random.NextDouble(60, 200), 3, random);
        float[] haze = CloudSpectrum.DrawHaze(random);
        for (int c = 0; c < image.Channels; c++)
        {
            Span<float> plane = image.Channel(c);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] += haze[c] * noise[i] * (1 - (plane[i] / 10000f));
            }
        }
    }
}
