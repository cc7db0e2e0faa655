using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Masks;

/// <summary>5x5 median of a 0/1 image with zeros outside: 1 where at least 13 of the 25 pixels are 1.</summary>
internal static class MedianShadow
{
    /// <summary>Pixels to each side that a result depends on.</summary>
    public const int Halo = 2;

    private const int Majority = 13;

    /// <summary>Bytes of work space for a width.</summary>
    public static int WorkLength(int width) => width + (2 * Halo);

    /// <summary>Filters an image.</summary>
    /// <param name="source">[H,W], 0 or 1.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="work"><see cref="WorkLength"/> values, overwritten.</param>
    /// <param name="destination">[H,W], 0 or 1, overwritten; must not overlap the source.</param>
    public static void Apply(ReadOnlySpan<byte> source, int height, int width, Span<byte> work, Span<byte> destination)
    {
        Span<byte> columns = work.Slice(Halo, width);
        for (int y = 0; y < height; y++)
        {
            work.Clear();
            for (int other = Math.Max(0, y - Halo); other <= Math.Min(height - 1, y + Halo); other++)
            {
                AddInto(source.Slice(other * width, width), columns);
            }

            VoteAlongRow(work, destination.Slice(y * width, width));
        }
    }

    private static void AddInto(ReadOnlySpan<byte> row, Span<byte> counts)
    {
        ref byte from = ref MemoryMarshal.GetReference(row);
        ref byte into = ref MemoryMarshal.GetReference(counts);
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (Vector.LoadUnsafe(ref from, (nuint)i) + Vector.LoadUnsafe(ref into, (nuint)i)).StoreUnsafe(ref into, (nuint)i);
        }

        for (; i < row.Length; i++)
        {
            counts[i] += row[i];
        }
    }

    private static void VoteAlongRow(ReadOnlySpan<byte> padded, Span<byte> destination)
    {
        for (int x = 0; x < destination.Length; x++)
        {
            ReadOnlySpan<byte> p = padded.Slice(x, (2 * Halo) + 1);
            destination[x] = p[0] + p[1] + p[2] + p[3] + p[4] >= Majority ? (byte)1 : (byte)0;
        }
    }
}
