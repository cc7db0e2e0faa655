namespace Cloudless.Training.Simulation;

/// <summary>Value noise summed over octaves, the texture of simulated clouds.</summary>
internal static class FractalNoise
{
    /// <summary>Fills a plane with noise of mean about 0.5.</summary>
    /// <param name="plane">[H,W], overwritten; 0..1.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="cell">Size of the coarsest features in pixels; each octave halves size and weight.</param>
    /// <param name="octaves">Number of octaves, 1 or more.</param>
    /// <param name="random">Source of the lattice values and of the lattice's position.</param>
    public static void Fill(Span<float> plane, int height, int width, double cell, int octaves, SeededRandom random)
    {
        plane.Clear();
        double weight = 1, total = 0;
        for (int octave = 0; octave < octaves; octave++, weight *= 0.5, cell = Math.Max(2, cell / 2))
        {
            AddOctave(plane, height, width, cell, (float)weight, random);
            total += weight;
        }

        float scale = (float)(1 / total);
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] *= scale;
        }
    }

    private static void AddOctave(Span<float> plane, int height, int width, double cell, float weight, SeededRandom random)
    {
        int rows = (int)(height / cell) + 3, columns = (int)(width / cell) + 3;
        float[] lattice = new float[rows * columns];
        for (int i = 0; i < lattice.Length; i++)
        {
            lattice[i] = (float)random.NextDouble();
        }

        double offsetY = random.NextDouble(), offsetX = random.NextDouble();
        for (int y = 0; y < height; y++)
        {
            double v = (y / cell) + offsetY;
            int row = (int)v;
            float fy = Smooth((float)(v - row));
            for (int x = 0; x < width; x++)
            {
                double u = (x / cell) + offsetX;
                int column = (int)u, at = (row * columns) + column;
                float fx = Smooth((float)(u - column));
                float top = lattice[at] + (fx * (lattice[at + 1] - lattice[at]));
                float bottom = lattice[at + columns] + (fx * (lattice[at + columns + 1] - lattice[at + columns]));
                plane[(y * width) + x] += weight * (top + (fy * (bottom - top)));
            }
        }
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));
}
