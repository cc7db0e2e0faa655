using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Masks;

/// <summary>Mean over a 7x7 box, zeros outside of the image, summed in double precision.</summary>
/// <remarks>
/// Each sum is made anew from its 49 samples, seven rows first, then seven columns: a running sum would carry the rounding of a strongly
/// negative pixel along the row, and a pixel's result would depend on where its window begins.
/// </remarks>
internal static class BoxMean
{
    /// <summary>Pixels to each side that a result depends on.</summary>
    public const int Halo = 3;

    private const int Side = (2 * Halo) + 1;

    /// <summary>Doubles of work space for a width.</summary>
    public static int WorkLength(int width) => width + (2 * Halo);

    /// <summary>Averages an image.</summary>
    /// <param name="source">[H,W].</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="work"><see cref="WorkLength"/> values, overwritten.</param>
    /// <param name="destination">[H,W], overwritten; must not overlap the source.</param>
    public static void Apply(ReadOnlySpan<float> source, int height, int width, Span<double> work, Span<float> destination)
    {
        Span<double> columns = work.Slice(Halo, width);
        for (int y = 0; y < height; y++)
        {
            work.Clear();
            for (int other = Math.Max(0, y - Halo); other <= Math.Min(height - 1, y + Halo); other++)
            {
                AddInto(source.Slice(other * width, width), columns);
            }

            SumAlongRow(work, destination.Slice(y * width, width));
        }
    }

    private static void AddInto(ReadOnlySpan<float> row, Span<double> sums)
    {
        ref float from = ref MemoryMarshal.GetReference(row);
        ref double into = ref MemoryMarshal.GetReference(sums);
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out Vector<double> low, out Vector<double> high);
            nuint second = (nuint)(i + Vector<double>.Count);
            (low + Vector.LoadUnsafe(ref into, (nuint)i)).StoreUnsafe(ref into, (nuint)i);
            (high + Vector.LoadUnsafe(ref into, second)).StoreUnsafe(ref into, second);
        }

        for (; i < row.Length; i++)
        {
            sums[i] += row[i];
        }
    }

    private static void SumAlongRow(ReadOnlySpan<double> padded, Span<float> destination)
    {
        const double Weight = 1.0 / (Side * Side);
        for (int x = 0; x < destination.Length; x++)
        {
            ReadOnlySpan<double> p = padded.Slice(x, Side);
            destination[x] = (float)((p[0] + p[1] + p[2] + p[3] + p[4] + p[5] + p[6]) * Weight);
        }
    }
}
