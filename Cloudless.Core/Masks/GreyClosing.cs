using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Masks;

/// <summary>Grey closing with a flat 5x5 square: maximum, then minimum, over the window.</summary>
/// <remarks>
/// Defined with a half-sample symmetric border (d c b a | a b c d | d c b a), as in scipy.ndimage. For a flat window that mirror only repeats
/// samples which the window holds already, so a window cut at the border gives the same result for every image size. No NaN.
/// </remarks>
internal static class GreyClosing
{
    private const int Radius = 2;

    /// <summary>Pixels to each side that a result depends on.</summary>
    public const int Halo = 2 * Radius;

    /// <summary>Closes an image.</summary>
    /// <param name="source">[H,W].</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="work">H*W values, overwritten; must not overlap the others.</param>
    /// <param name="destination">[H,W], overwritten; may be the source.</param>
    public static void Apply(ReadOnlySpan<float> source, int height, int width, Span<float> work, Span<float> destination)
    {
        Filter<Maximum>(source, height, width, work, destination);
        Filter<Minimum>(destination, height, width, work, destination);
    }

    private static void Filter<TPick>(ReadOnlySpan<float> source, int height, int width, Span<float> work, Span<float> destination)
        where TPick : struct, IPick
    {
        for (int y = 0; y < height; y++)
        {
            AlongRow<TPick>(source.Slice(y * width, width), work.Slice(y * width, width));
        }

        for (int y = 0; y < height; y++)
        {
            int first = Math.Max(0, y - Radius), last = Math.Min(height - 1, y + Radius);
            Span<float> row = destination.Slice(y * width, width);
            work.Slice(first * width, width).CopyTo(row);
            for (int other = first + 1; other <= last; other++)
            {
                PickInto<TPick>(work.Slice(other * width, width), row);
            }
        }
    }

    private static void AlongRow<TPick>(ReadOnlySpan<float> source, Span<float> destination)
        where TPick : struct, IPick
    {
        source.CopyTo(destination);
        for (int shift = 1; shift <= Math.Min(Radius, source.Length - 1); shift++)
        {
            int length = source.Length - shift;
            PickInto<TPick>(source[shift..], destination[..length]);
            PickInto<TPick>(source[..length], destination[shift..]);
        }
    }

    private static void PickInto<TPick>(ReadOnlySpan<float> source, Span<float> destination)
        where TPick : struct, IPick
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float into = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= destination.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            TPick.Pick(Vector.LoadUnsafe(ref from, (nuint)i), Vector.LoadUnsafe(ref into, (nuint)i)).StoreUnsafe(ref into, (nuint)i);
        }

        for (; i < destination.Length; i++)
        {
            destination[i] = TPick.Pick(source[i], destination[i]);
        }
    }

    private interface IPick
    {
        static abstract float Pick(float a, float b);

        static abstract Vector<float> Pick(Vector<float> a, Vector<float> b);
    }

    private readonly struct Maximum : IPick
    {
        public static float Pick(float a, float b) => MathF.Max(a, b);

        public static Vector<float> Pick(Vector<float> a, Vector<float> b) => Vector.Max(a, b);
    }

    private readonly struct Minimum : IPick
    {
        public static float Pick(float a, float b) => MathF.Min(a, b);

        public static Vector<float> Pick(Vector<float> a, Vector<float> b) => Vector.Min(a, b);
    }
}
