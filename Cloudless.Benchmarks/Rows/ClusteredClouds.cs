using Cloudless.Imagery;

namespace Cloudless.Benchmarks.Rows;

/// <summary>A seeded mask of clouds that hang together: where a smooth random field is highest.</summary>
internal static class ClusteredClouds
{
    private const ulong Seed = 7;

    /// <summary>Makes a mask.</summary>
    /// <param name="side">Height and width.</param>
    /// <param name="share">Of the pixels that are covered.</param>
    /// <returns>[1,H,W], 1 under cloud.</returns>
    public static Raster<byte> Make(int side, double share)
    {
        // Systems of clouds about a fifth of the scene wide, with smaller ones at their edges.
        var random = new SeededRandom(Seed);
        float[] field = new float[side * side];
        foreach ((int cells, float height) in ((int, float)[])[(5, 1), (15, 0.25f)])
        {
            Add(field, side, cells, height, random);
        }

        float[] sorted = [.. field.Where((_, i) => i % 97 == 0)];
        Array.Sort(sorted);
        float level = sorted[(int)((1 - share) * (sorted.Length - 1))];
        return new Raster<byte>(1, side, side, [.. field.Select(v => v > level ? (byte)1 : (byte)0)]);
    }

    private static void Add(float[] field, int side, int cells, float height, SeededRandom random)
    {
        int across = cells + 2;
        double[] nodes = [.. Enumerable.Range(0, across * across).Select(_ => random.NextDouble())];
        double scale = cells / (double)side;
        Parallel.For(0, side, y =>
        {
            (int row, double down) = Split(y * scale);
            for (int x = 0; x < side; x++)
            {
                (int column, double right) = Split(x * scale);
                int node = (row * across) + column;
                double above = double.Lerp(nodes[node], nodes[node + 1], right), below = double.Lerp(nodes[node + across], nodes[node + across + 1], right);
                field[(y * side) + x] += height * (float)double.Lerp(above, below, down);
            }
        });
    }

    // Smooth at the nodes too.
    private static (int Cell, double Part) Split(double place) => ((int)place, (place - (int)place) is var t ? t * t * (3 - (2 * t)) : 0);
}
