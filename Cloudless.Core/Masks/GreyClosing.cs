using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cloudless.Masks;

/// <summary>The row steps of a grey closing with a flat 5x5 square: maximum, then minimum, over the window.</summary>
/// <remarks>
/// Defined with a half-sample symmetric border (d c b a | a b c d | d c b a), as in scipy.ndimage. For a flat window that mirror only repeats
/// samples which the window holds already, so a window cut at the border gives the same result for every image size. No NaN.
/// </remarks>
internal static unsafe class GreyClosing
{
    /// <summary>Pixels to each side of one of the two windows.</summary>
    public const int Radius = 2;

    /// <summary>Rows of a window.</summary>
    public const int Side = (2 * Radius) + 1;

    /// <summary>Pixels to each side that a result depends on.</summary>
    public const int Halo = 2 * Radius;

    /// <summary>Maximum over five columns.</summary>
    /// <param name="source">A row; <see cref="Radius"/> samples beyond the image's edges are overwritten.</param>
    /// <param name="edge">Which these are.</param>
    /// <param name="width">Samples.</param>
    /// <param name="destination">Overwritten, in whole vectors.</param>
    public static void MaximumAlongRow(float* source, ImageEdge edge, int width, float* destination)
    {
        edge.Frame(source, Radius, float.NegativeInfinity);
        AlongRow<Maximum>(source, width, destination);
    }

    /// <summary>Minimum over five columns, as <see cref="MaximumAlongRow"/>.</summary>
    public static void MinimumAlongRow(float* source, ImageEdge edge, int width, float* destination)
    {
        edge.Frame(source, Radius, float.PositiveInfinity);
        AlongRow<Minimum>(source, width, destination);
    }

    /// <summary>Maximum over the five rows around one, those beyond the image left out.</summary>
    public static void MaximumOfRows(in RowRing<float> rows, int center, int height, int width, float* destination) =>
        OfRows<Maximum, float>(rows, center, height, width, destination);

    /// <summary>Minimum over the five rows around one, as <see cref="MaximumOfRows"/>, in double precision for the mean that follows.</summary>
    public static void MinimumOfRows(in RowRing<float> rows, int center, int height, int width, double* destination) =>
        OfRows<Minimum, double>(rows, center, height, width, destination);

    private static void AlongRow<TPick>(float* source, int width, float* destination)
        where TPick : struct, IPick
    {
        for (int x = 0; x < width; x += Vector<float>.Count)
        {
            float* s = source + x;
            Pick5<TPick>(s - 2, s - 1, s, s + 1, s + 2).Store(destination + x);
        }
    }

    private static void OfRows<TPick, TResult>(in RowRing<float> rows, int center, int height, int width, TResult* destination)
        where TPick : struct, IPick
        where TResult : unmanaged
    {
        // The edge's row stands in for a row beyond it: it is in the window anyway.
        float* a = rows[Math.Max(0, center - 2)], b = rows[Math.Max(0, center - 1)], c = rows[center];
        float* d = rows[Math.Min(height - 1, center + 1)], e = rows[Math.Min(height - 1, center + 2)];
        for (int x = 0; x < width; x += Vector<float>.Count)
        {
            Store(Pick5<TPick>(a + x, b + x, c + x, d + x, e + x), destination + x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TResult>(Vector<float> values, TResult* destination)
        where TResult : unmanaged
    {
        if (typeof(TResult) == typeof(double))
        {
            Samples.Widen(values, (double*)destination);
        }
        else
        {
            values.Store((float*)destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Pick5<TPick>(float* a, float* b, float* c, float* d, float* e)
        where TPick : struct, IPick => TPick.Pick(
            TPick.Pick(TPick.Pick(Vector.Load(a), Vector.Load(b)), TPick.Pick(Vector.Load(c), Vector.Load(d))), Vector.Load(e));

    private interface IPick
    {
        static abstract Vector<float> Pick(Vector<float> a, Vector<float> b);
    }

    private readonly struct Maximum : IPick
    {
        public static Vector<float> Pick(Vector<float> a, Vector<float> b) => Vector.MaxNative(a, b);
    }

    private readonly struct Minimum : IPick
    {
        public static Vector<float> Pick(Vector<float> a, Vector<float> b) => Vector.MinNative(a, b);
    }
}
