namespace Cloudless.Masks;

/// <summary>Union-find over runs of pixels, each known by its first pixel.</summary>
/// <param name="label">[H,W]; at the first pixel of a run the first pixel of another run of the region, or, at the region's root, minus its size.</param>
/// <param name="area">Sizes saturate here: only whether they reach the area counts.</param>
internal readonly unsafe struct RegionLabels(int* label, int area)
{
    /// <summary>Makes a run a region of its own.</summary>
    public void Add(int start, int end, bool strong) => label[start] = -(strong ? area : Math.Min(area, end - start));

    /// <summary>Whether the region of a run is large enough, or strong.</summary>
    public bool IsLarge(int start)
    {
        while (label[start] >= 0)
        {
            start = label[start];
        }

        return -label[start] >= area;
    }

    /// <summary>Joins the runs of two neighboring rows that touch, also by a corner.</summary>
    /// <param name="above">Starts and ends of the upper row's runs.</param>
    /// <param name="here">Starts and ends of the lower row's runs.</param>
    /// <param name="width">W.</param>
    public void JoinRows(ReadOnlySpan<int> above, ReadOnlySpan<int> here, int width)
    {
        int a = 0, h = 0;
        while (a < above.Length && h < here.Length)
        {
            int start = above[a] + width, end = above[a + 1] + width;
            if (start <= here[h + 1] && here[h] <= end)
            {
                Join(above[a], here[h]);
            }

            // The run that ends first cannot touch any further one.
            (a, h) = end < here[h + 1] ? (a + 2, h) : (a, h + 2);
        }
    }

    private void Join(int a, int b)
    {
        a = Root(a);
        b = Root(b);
        if (a != b)
        {
            label[b] = Math.Max(-area, label[a] + label[b]);
            label[a] = b;
        }
    }

    private int Root(int start)
    {
        while (label[start] is >= 0 and int parent)
        {
            int next = label[parent];
            if (next < 0)
            {
                return parent;
            }

            label[start] = next;
            start = next;
        }

        return start;
    }
}
