using System.Numerics;

namespace Cloudless.Masks;

/// <summary>Last steps of a row of results: thresholds, and the way into the image.</summary>
internal static unsafe class MaskRow
{
    /// <summary>Marks where one of two values reaches its threshold.</summary>
    /// <param name="a">One row.</param>
    /// <param name="thresholdA">Its threshold.</param>
    /// <param name="b">Another row.</param>
    /// <param name="thresholdB">Its threshold.</param>
    /// <param name="count">Columns.</param>
    /// <param name="destination">Overwritten, in whole vectors: 1 or 0.</param>
    public static void AtLeast(float* a, float thresholdA, float* b, float thresholdB, int count, byte* destination)
    {
        var (limitA, limitB) = (new Vector<float>(thresholdA), new Vector<float>(thresholdB));
        for (int x = 0; x < count; x += Samples.Step)
        {
            int next = x + Vector<float>.Count;
            Vector<int> low = Vector.GreaterThanOrEqual(Vector.Load(a + x), limitA) | Vector.GreaterThanOrEqual(Vector.Load(b + x), limitB);
            Vector<int> high = Vector.GreaterThanOrEqual(Vector.Load(a + next), limitA) | Vector.GreaterThanOrEqual(Vector.Load(b + next), limitB);
            Store(Vector.AsVectorUInt16(Vector.Narrow(low, high)) & Vector<ushort>.One, destination + x);
        }
    }

    /// <summary>Stores a step of values below 256 as bytes, and as many zeros behind it: room beyond the row, or the next step's.</summary>
    public static void Store(Vector<ushort> values, byte* destination) => Vector.Narrow(values, Vector<ushort>.Zero).Store(destination);

    /// <summary>Copies a row into an image, never in whole vectors: a neighboring tile belongs to another thread.</summary>
    public static void Copy<T>(T* row, int count, T* destination)
        where T : unmanaged => new ReadOnlySpan<T>(row, count).CopyTo(new Span<T>(destination, count));
}
