namespace Cloudless.Masks;

/// <summary>Exact squared Euclidean distance to the nearest marked pixel, in two linear passes (Meijster, Roerdink and Hesselink 2000).</summary>
internal static class SquaredDistance
{
    /// <summary>Integers of work space for a width.</summary>
    public static int WorkLength(int width) => 2 * width;

    /// <summary>Fills the distances.</summary>
    /// <param name="marked">[H,W]; non-zero is marked.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="reach">Distances up to this, at most 10,000, are exact; farther pixels get at least (reach+1)^2.</param>
    /// <param name="work"><see cref="WorkLength"/> values, overwritten.</param>
    /// <param name="column">[H,W], overwritten: work.</param>
    /// <param name="destination">[H,W], overwritten: squared pixels, 0 on marked pixels.</param>
    public static void Compute(
        ReadOnlySpan<byte> marked, int height, int width, int reach, Span<int> work, Span<int> column, Span<int> destination)
    {
        AlongColumns(marked, height, width, reach + 1, column);
        for (int y = 0; y < height; y++)
        {
            AlongRow(column.Slice(y * width, width), work[..width], work.Slice(width, width), destination.Slice(y * width, width));
        }
    }

    private static void AlongColumns(ReadOnlySpan<byte> marked, int height, int width, int far, Span<int> column)
    {
        for (int i = 0; i < marked.Length; i++)
        {
            int above = i < width ? far : column[i - width];
            column[i] = marked[i] != 0 ? 0 : Math.Min(far, above + 1);
        }

        for (int i = ((height - 1) * width) - 1; i >= 0; i--)
        {
            column[i] = Math.Min(column[i], column[i + width] + 1);
        }
    }

    // Each pixel of the row stands for a parabola; the lower envelope of all is kept as a stack of parabolas and where each takes over.
    private static void AlongRow(ReadOnlySpan<int> column, Span<int> parabola, Span<int> start, Span<int> destination)
    {
        int top = 0;
        parabola[0] = start[0] = 0;
        for (int u = 1; u < column.Length; u++)
        {
            while (top >= 0 && Height(start[top], parabola[top], column) > Height(start[top], u, column))
            {
                top--;
            }

            if (top < 0)
            {
                top = 0;
                parabola[0] = u;
                start[0] = 0;
                continue;
            }

            long takesOver = 1 + Meeting(parabola[top], u, column);
            if (takesOver < column.Length)
            {
                top++;
                (parabola[top], start[top]) = (u, (int)takesOver);
            }
        }

        for (int x = column.Length - 1; x >= 0; x--)
        {
            // Never above the pixel's own parabola, (reach+1)^2.
            destination[x] = (int)Height(x, parabola[top], column);
            if (x == start[top])
            {
                top--;
            }
        }
    }

    // 64 bits: a square of columns passes 32 bits in images wider than 46,340.
    private static long Height(int x, int center, ReadOnlySpan<int> column) => ((long)(x - center) * (x - center)) + (column[center] * column[center]);

    // The last column where the left parabola is not above the right one; never negative here, so division truncates as it should.
    private static long Meeting(int left, int right, ReadOnlySpan<int> column) =>
        (((long)right * right) - ((long)left * left) + (column[right] * column[right]) - (column[left] * column[left])) / (2 * (right - left));
}
