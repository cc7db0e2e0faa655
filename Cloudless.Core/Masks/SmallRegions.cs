namespace Cloudless.Masks;

/// <summary>Removes small connected regions (8 neighbors) from a mask, in two passes with union-find.</summary>
internal static class SmallRegions
{
    /// <summary>Clears regions that are both small and nowhere strong.</summary>
    /// <param name="mask">[H,W], 0 or 1; changed in place.</param>
    /// <param name="strength">[H,W]; one pixel of at least <paramref name="keep"/> saves its region.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="area">Regions of at least this many pixels stay.</param>
    /// <param name="keep">Strength that saves a region of any size.</param>
    /// <param name="label">[H,W], overwritten: work.</param>
    /// <param name="size">[H,W], overwritten: work.</param>
    public static void Remove(
        Span<byte> mask, ReadOnlySpan<float> strength, int width, int area, float keep, Span<int> label, Span<int> size)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
            {
                continue;
            }

            label[i] = i;
            // A strong pixel weighs as much as a region that is large enough.
            size[i] = strength[i] >= keep ? area : 1;
            int x = i % width;
            if (x > 0)
            {
                Join(mask, label, size, area, i, i - 1);
            }

            if (i >= width)
            {
                Join(mask, label, size, area, i, i - width);
                if (x > 0)
                {
                    Join(mask, label, size, area, i, i - width - 1);
                }

                if (x < width - 1)
                {
                    Join(mask, label, size, area, i, i - width + 1);
                }
            }
        }

        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0 && size[Root(label, i)] < area)
            {
                mask[i] = 0;
            }
        }
    }

    private static void Join(ReadOnlySpan<byte> mask, Span<int> label, Span<int> size, int area, int a, int b)
    {
        if (mask[b] == 0)
        {
            return;
        }

        int rootA = Root(label, a), rootB = Root(label, b);
        if (rootA != rootB)
        {
            // Sizes saturate: only whether they reach the area counts.
            label[rootA] = rootB;
            size[rootB] = Math.Min(area, size[rootA] + size[rootB]);
        }
    }

    private static int Root(Span<int> label, int i)
    {
        while (label[i] != i)
        {
            label[i] = label[label[i]];
            i = label[i];
        }

        return i;
    }
}
