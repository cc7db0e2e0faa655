using System.Numerics;

namespace Cloudless.Masks;

/// <summary>Distance of every pixel to the nearest marked one of its column: one walk down, one up, over a strip of columns.</summary>
/// <param name="marked">[H,W]; non-zero is marked.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="far">Largest distance told apart.</param>
/// <param name="column">[H,W], overwritten; 0..far.</param>
internal readonly unsafe struct ColumnDistanceJob(byte* marked, int height, int width, int far, ushort* column) : ITileJob
{
    private const int Columns = 256;

    /// <summary>Strips of the image.</summary>
    public int Items => (width + Columns - 1) / Columns;

    /// <inheritdoc/>
    public int ScratchBytes => 0;

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        int first = item * Columns, count = Math.Min(Columns, width - first);
        for (int y = 0; y < height; y++)
        {
            nint start = ((nint)y * width) + first;
            Down(marked + start, y == 0 ? null : column + start - width, count, column + start);
        }

        for (int y = height - 2; y >= 0; y--)
        {
            nint start = ((nint)y * width) + first;
            Up(column + start + width, count, column + start);
        }
    }

    private void Down(byte* mark, ushort* above, int count, ushort* row)
    {
        int x = 0;
        var limit = new Vector<ushort>((ushort)far);
        for (; x <= count - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(mark + x), out Vector<ushort> low, out Vector<ushort> high);
            Next(low, above == null ? limit : Vector.Load(above + x), limit).Store(row + x);
            Next(high, above == null ? limit : Vector.Load(above + x + Vector<ushort>.Count), limit).Store(row + x + Vector<ushort>.Count);
        }

        for (; x < count; x++)
        {
            row[x] = mark[x] != 0 ? (ushort)0 : (ushort)Math.Min(far, (above == null ? far : above[x]) + 1);
        }
    }

    private static Vector<ushort> Next(Vector<ushort> mark, Vector<ushort> above, Vector<ushort> limit) =>
        Vector.Equals(mark, Vector<ushort>.Zero) & Vector.Min(limit, above + Vector<ushort>.One);

    private static void Up(ushort* below, int count, ushort* row)
    {
        int x = 0;
        for (; x <= count - Vector<ushort>.Count; x += Vector<ushort>.Count)
        {
            Vector.Min(Vector.Load(row + x), Vector.Load(below + x) + Vector<ushort>.One).Store(row + x);
        }

        for (; x < count; x++)
        {
            row[x] = (ushort)Math.Min(row[x], below[x] + 1);
        }
    }
}
