using System.Numerics;

namespace Cloudless.Masks;

/// <summary>From distances within columns to squared distances, row by row.</summary>
/// <param name="column">[H,W], distances within columns, 0..reach+1.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="reach">Distances up to this are exact; farther pixels get at least (reach+1)^2.</param>
/// <param name="sink">Gets the rows.</param>
internal readonly unsafe struct RowDistanceJob<TSink>(ushort* column, int height, int width, int reach, TSink sink) : ITileJob
    where TSink : struct, IDistanceSink
{
    private const int Rows = 16;

    // Trying all columns within reach costs reach vector steps, the envelope of parabolas a fixed number of scalar ones; sums of two squares
    // have to fit 16 bits as well.
    private const int LongestTry = 127;

    /// <summary>Blocks of rows of the image.</summary>
    public int Items => (height + Rows - 1) / Rows;

    /// <inheritdoc/>
    public int ScratchBytes => RowRing<int>.Bytes(1, width) + sink.ScratchBytes + WorkBytes;

    private int WorkBytes => reach <= LongestTry
        ? (Samples.Padded(width) + (2 * Samples.Padded(reach)) + Samples.Step) * sizeof(ushort)
        : ParabolaEnvelope.WorkLength(width) * sizeof(int);

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        int* squared = new RowRing<int>(1, width, ref scratch)[0];
        byte* work = scratch + sink.ScratchBytes;
        for (int y = item * Rows; y < Math.Min(height, (item + 1) * Rows); y++)
        {
            ushort* row = column + ((nint)y * width);
            if (reach <= LongestTry)
            {
                TryAll(row, (ushort*)work, squared);
            }
            else
            {
                ParabolaEnvelope.Lowest(
                    new ReadOnlySpan<ushort>(row, width), new Span<int>(work, ParabolaEnvelope.WorkLength(width)), new Span<int>(squared, width));
            }

            sink.Row(y, squared, scratch);
        }
    }

    private void TryAll(ushort* row, ushort* squares, int* distance)
    {
        ushort far = (ushort)((reach + 1) * (reach + 1));
        new Span<ushort>(squares, WorkBytes / sizeof(ushort)).Fill(far);
        squares += Samples.Padded(reach);
        int x = 0;
        Vector<ushort> least = new(far);
        for (; x <= width - Vector<ushort>.Count; x += Vector<ushort>.Count)
        {
            Vector<ushort> square = Vector.Load(row + x) * Vector.Load(row + x);
            square.Store(squares + x);
            least = Vector.Min(least, square);
        }

        bool any = least != new Vector<ushort>(far);
        for (; x < width; x++)
        {
            squares[x] = (ushort)(row[x] * row[x]);
            any |= squares[x] < far;
        }

        if (!any)
        {
            new Span<int>(distance, width).Fill(far);
            return;
        }

        int step = 0;
        for (; step <= width - Vector<ushort>.Count; step += Vector<ushort>.Count)
        {
            Vector.Widen(Nearest(squares + step), out Vector<uint> low, out Vector<uint> high);
            low.Store((uint*)distance + step);
            high.Store((uint*)distance + step + Vector<uint>.Count);
        }

        Vector<ushort> last = Nearest(squares + step);
        for (x = step; x < width; x++)
        {
            distance[x] = last[x - step];
        }
    }

    private Vector<ushort> Nearest(ushort* squares)
    {
        Vector<ushort> nearest = Vector.Load(squares);
        for (int aside = 1; aside <= reach; aside++)
        {
            var square = new Vector<ushort>((ushort)(aside * aside));
            if (Vector.LessThanOrEqualAll(nearest, square))
            {
                break;
            }

            nearest = Vector.Min(nearest, Vector.Min(Vector.Load(squares - aside), Vector.Load(squares + aside)) + square);
        }

        return nearest;
    }
}
