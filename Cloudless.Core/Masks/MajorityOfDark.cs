using System.Numerics;

namespace Cloudless.Masks;

/// <summary>The row steps of a 5x5 median of a mask with nothing marked outside: set where at least 13 of the 25 pixels are.</summary>
internal static unsafe class MajorityOfDark
{
    /// <summary>Pixels to each side that a result depends on.</summary>
    public const int Halo = 2;

    /// <summary>Rows of the window.</summary>
    public const int Side = (2 * Halo) + 1;

    private const short Majority = 13;

    /// <summary>Counts the marks of the five rows around one.</summary>
    /// <param name="rows">Holds the rows of the window; -1 marked, else 0.</param>
    /// <param name="zeros">Stands in for rows beyond the image.</param>
    /// <param name="center">Number of the row.</param>
    /// <param name="height">Number of rows of the image.</param>
    /// <param name="edge">Where the image ends.</param>
    /// <param name="width">Samples of a row.</param>
    /// <param name="counts">Overwritten with 0..-5, <see cref="Halo"/> samples beyond the image's edges included.</param>
    public static void CountRows(in RowRing<short> rows, short* zeros, int center, int height, ImageEdge edge, int width, short* counts)
    {
        short* a = center < 2 ? zeros : rows[center - 2], b = center < 1 ? zeros : rows[center - 1], c = rows[center];
        short* d = center + 1 >= height ? zeros : rows[center + 1], e = center + 2 >= height ? zeros : rows[center + 2];
        for (int x = 0; x < width; x += Vector<short>.Count)
        {
            Vector<short> sum = Vector.Load(a + x) + Vector.Load(b + x) + Vector.Load(c + x) + Vector.Load(d + x) + Vector.Load(e + x);
            sum.Store(counts + x);
        }

        edge.Frame(counts, Halo, (short)0);
    }

    /// <summary>Votes over five columns of the counts over five rows.</summary>
    /// <param name="counts">Of <see cref="CountRows"/>, from the first wanted column on.</param>
    /// <param name="count">Columns.</param>
    /// <param name="destination">Overwritten, in whole vectors: -1 or 0.</param>
    public static void Vote(short* counts, int count, short* destination)
    {
        for (int x = 0; x < count; x += Vector<short>.Count)
        {
            short* c = counts + x;
            Vector<short> sum = Vector.Load(c - 2) + Vector.Load(c - 1) + Vector.Load(c) + Vector.Load(c + 1) + Vector.Load(c + 2);
            Vector.LessThanOrEqual(sum, new Vector<short>(-Majority)).Store(destination + x);
        }
    }
}
