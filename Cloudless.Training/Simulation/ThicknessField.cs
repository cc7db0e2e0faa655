namespace Cloudless.Training.Simulation;

/// <summary>Optical thickness of one layer of clouds, above an image and on the way from it to the sun, where clouds beside the image count too.</summary>
internal sealed class ThicknessField
{
    private ThicknessField(float[] above, float[] towardSun) => (Above, TowardSun) = (above, towardSun);

    /// <summary>[H,W]: above each pixel, 0 where it is clear.</summary>
    public float[] Above { get; }

    /// <summary>[H,W]: between each pixel and the sun.</summary>
    public float[] TowardSun { get; }

    /// <summary>Draws a layer: fractal noise above the level that leaves the share of cover, from thin at the clouds' edges to their peak.</summary>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="shape">Share of cover, peak, size and stretch of the clouds.</param>
    /// <param name="shadow">Where shadows fall.</param>
    /// <param name="random">Source of the noise.</param>
    public static ThicknessField Draw(int height, int width, CloudShape shape, SunShadow shadow, SeededRandom random)
    {
        // One field over the image and what lies toward the sun from it; both are cut out of it.
        int top = Math.Min(0, -shadow.Rows), left = Math.Min(0, -shadow.Columns);
        int rows = height + Math.Abs(shadow.Rows), columns = width + Math.Abs(shadow.Columns);
        float[] field = Noise(rows, columns, shape, random);
        float[] above = Cut(-top, -left), toward = Cut(-shadow.Rows - top, -shadow.Columns - left);
        float[] sorted = [.. above];
        Array.Sort(sorted);
        float edge = shape.Cover >= 1 ? sorted[0] - 1e-6f : sorted[(int)((1 - shape.Cover) * (sorted.Length - 1))], range = Math.Max(1e-3f, sorted[^1] - edge);
        ToThickness(above, edge, range, shape.Peak);
        ToThickness(toward, edge, range, shape.Peak);
        return new ThicknessField(above, toward);

        float[] Cut(int row, int column)
        {
            float[] part = new float[height * width];
            for (int y = 0; y < height; y++)
            {
                field.AsSpan(((row + y) * columns) + column, width).CopyTo(part.AsSpan(y * width));
            }

            return part;
        }
    }

    private static float[] Noise(int rows, int columns, CloudShape shape, SeededRandom random)
    {
        var noise = new FractalNoise(random.NextUInt64());
        double angle = random.NextDouble(0, Math.PI), cos = Math.Cos(angle) / shape.Size, sin = Math.Sin(angle) / shape.Size;
        float[] field = new float[rows * columns];
        for (int i = 0; i < field.Length; i++)
        {
            double x = i % columns, y = i / columns;
            field[i] = (float)noise.At(((x * cos) + (y * sin)) / shape.Stretch, (y * cos) - (x * sin), FractalNoise.OctavesDownTo(3, shape.Size));
        }

        return field;
    }

    // The power makes edges steeper than the noise: clouds are more often thick than thin.
    private static void ToThickness(float[] noise, float edge, float range, double peak)
    {
        for (int i = 0; i < noise.Length; i++)
        {
            float rise = Math.Clamp((noise[i] - edge) / range, 0, 1);
            noise[i] = (float)(peak * Math.Pow(rise, 0.7));
        }
    }
}

/// <summary>How a layer of clouds looks from above.</summary>
/// <param name="Cover">Share of the image under it, 0..1.</param>
/// <param name="Peak">Optical thickness of its thickest part.</param>
/// <param name="Size">Size of its largest features, pixels.</param>
/// <param name="Stretch">How much longer than wide these are, 1 or more.</param>
internal readonly record struct CloudShape(double Cover, double Peak, double Size, double Stretch);
