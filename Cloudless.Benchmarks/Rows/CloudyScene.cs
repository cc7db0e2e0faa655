using Cloudless.Imagery;

namespace Cloudless.Benchmarks.Rows;

/// <summary>A made-up scene with what a detector has to tell apart: land, dark land, thin and thick clouds, with soft edges and noise.</summary>
internal static class CloudyScene
{
    private const ulong Seed = 3;
    private const int Cell = 64;
    private const double Land = 900, ThickCloud = 7000, Noise = 120, Cirrus = 40;

    /// <summary>Makes a scene.</summary>
    /// <returns>[13,H,W], DN without an offset.</returns>
    public static Raster<ushort> Make(int height, int width)
    {
        var random = new SeededRandom(Seed);
        double[] cover = Field(height, width, random), relief = Field(height, width, random);
        var image = new Raster<ushort>(Sentinel2Band.Count, height, width);
        for (int channel = 0; channel < image.Channels; channel++)
        {
            Span<ushort> plane = image.Channel(channel);
            double infrared = Sentinel2Band.All[channel].CenterWavelength > 700 ? 2.5 : 1;
            for (int i = 0; i < plane.Length; i++)
            {
                // A third of the scene is covered, from haze to thick.
                double cloud = Math.Clamp((cover[i] - 0.6) * 3, 0, 1), ground = Land * infrared * (0.4 + relief[i]);
                double dn = channel == Sentinel2Band.B10.Index ? Cirrus : ground + (cloud * (ThickCloud - ground));
                plane[i] = (ushort)(dn + (Noise * random.NextDouble()));
            }
        }

        return image;
    }

    // Random values on a coarse grid, between them linear.
    private static double[] Field(int height, int width, SeededRandom random)
    {
        int across = (width / Cell) + 2, down = (height / Cell) + 2;
        double[] nodes = [.. Enumerable.Range(0, across * down).Select(_ => random.NextDouble())];
        double[] field = new double[height * width];
        for (int i = 0; i < field.Length; i++)
        {
            (int row, int y) = Math.DivRem(i / width, Cell);
            (int column, int x) = Math.DivRem(i % width, Cell);
            int node = (row * across) + column;
            double above = double.Lerp(nodes[node], nodes[node + 1], x / (double)Cell);
            double below = double.Lerp(nodes[node + across], nodes[node + across + 1], x / (double)Cell);
            field[i] = double.Lerp(above, below, y / (double)Cell);
        }

        return field;
    }
}
