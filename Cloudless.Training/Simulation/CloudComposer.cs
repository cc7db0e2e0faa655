using Cloudless.Imagery;

namespace Cloudless.Training.Simulation;

/// <summary>Steps that pasted and simulated clouds share.</summary>
internal static class CloudComposer
{
    /// <summary>Refuses images without the 13 bands.</summary>
    public static void RequireBands(Raster<short> image)
    {
        if (image.Channels != Sentinel2Band.Count)
        {
            throw new ArgumentException($"The image has {image.Channels} channels; clouds are made in the {Sentinel2Band.Count} bands of Sentinel-2 L1C.", nameof(image));
        }
    }

    /// <summary>
    /// Darkens the ground by the shadow of an opacity field, displaced in a random direction; the part of the shadow whose cloud lies outside the
    /// image is unknown and not drawn.
    /// </summary>
    public static void CastShadow(Raster<float> ground, float[] opacity, float[] depth, int maximumShift, SeededRandom random)
    {
        double angle = random.NextDouble(0, 2 * Math.PI), distance = random.NextDouble(4, Math.Max(5, maximumShift));
        int dx = (int)Math.Round(Math.Cos(angle) * distance), dy = (int)Math.Round(Math.Sin(angle) * distance);
        int height = ground.Height, width = ground.Width;
        for (int y = Math.Max(0, dy); y < Math.Min(height, height + dy); y++)
        {
            for (int x = Math.Max(0, dx); x < Math.Min(width, width + dx); x++)
            {
                float shade = opacity[((y - dy) * width) + x - dx];
                if (shade <= 0)
                {
                    continue;
                }

                int at = (y * width) + x;
                for (int c = 0; c < ground.Channels; c++, at += ground.PlaneLength)
                {
                    ground.Data[at] *= 1 - (shade * depth[c]);
                }
            }
        }
    }
}
