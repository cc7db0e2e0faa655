namespace Cloudless.Masks;

/// <summary>
/// The second walk of the linear distance transform (Meijster, Roerdink and Hesselink 2000): each pixel of a row stands for a parabola; the
/// lower envelope of all is kept as a stack of parabolas and where each takes over.
/// </summary>
internal static class ParabolaEnvelope
{
    /// <summary>Integers of work space for a width.</summary>
    public static int WorkLength(int width) => 2 * width;

    /// <summary>Fills a row with the envelope's heights.</summary>
    /// <param name="column">Distance of each pixel within its column, at most 10,001.</param>
    /// <param name="work"><see cref="WorkLength"/> values, overwritten.</param>
    /// <param name="destination">Overwritten: squared distances.</param>
    public static void Lowest(ReadOnlySpan<ushort> column, Span<int> work, Span<int> destination)
    {
        Span<int> parabola = work[..column.Length], start = work[column.Length..];
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
    private static long Height(int x, int center, ReadOnlySpan<ushort> column) => ((long)(x - center) * (x - center)) + (column[center] * column[center]);

    // The last column where the left parabola is not above the right one; never negative here, so division truncates as it should.
    private static long Meeting(int left, int right, ReadOnlySpan<ushort> column) =>
        (((long)right * right) - ((long)left * left) + (column[right] * column[right]) - (column[left] * column[left])) / (2 * (right - left));
}
