namespace Cloudless.Training.Temporal;

/// <summary>Clear patches that the fit never sees: the network has to paint them as it paints what lies under clouds, and there the truth is known.</summary>
internal static class HeldOutPatches
{
    /// <summary>Chooses patches among those of which half at least is clear.</summary>
    /// <param name="clear">[T,H,W]: 1 where a pixel is clear, else 0. Set to 0 where it is withheld.</param>
    /// <param name="dates">T.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="side">Side of a patch; what is left at the edges is never withheld.</param>
    /// <param name="share">Share of the patches, of one at least where it is not 0.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <returns>[T,H,W]: 1 where a pixel is withheld; all 0 where there are fewer than two such patches.</returns>
    public static float[] Take(float[] clear, int dates, int height, int width, int side, double share, ulong seed)
    {
        float[] withheld = new float[clear.Length];
        var patches = new List<int>();
        for (int d = 0; d < dates; d++)
        {
            for (int y = 0; y + side <= height; y += side)
            {
                for (int x = 0; x + side <= width; x += side)
                {
                    int first = (((d * height) + y) * width) + x;
                    if (2 * Sum(clear, first, side, width) >= side * side)
                    {
                        patches.Add(first);
                    }
                }
            }
        }

        if (patches.Count < 2 || share == 0)
        {
            return withheld;
        }

        var random = new SeededRandom(seed);
        for (int count = Math.Clamp((int)Math.Round(share * patches.Count), 1, patches.Count - 1); count > 0; count--)
        {
            int chosen = random.Next(patches.Count);
            Move(clear, withheld, patches[chosen], side, width);
            patches.RemoveAt(chosen);
        }

        return withheld;
    }

    private static float Sum(float[] values, int first, int side, int width)
    {
        float sum = 0;
        for (int y = 0; y < side; y++)
        {
            foreach (float value in values.AsSpan(first + (y * width), side))
            {
                sum += value;
            }
        }

        return sum;
    }

    private static void Move(float[] from, float[] to, int first, int side, int width)
    {
        for (int y = 0; y < side; y++)
        {
            Span<float> row = from.AsSpan(first + (y * width), side);
            row.CopyTo(to.AsSpan(first + (y * width)));
            row.Clear();
        }
    }
}
