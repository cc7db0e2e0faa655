using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cloudless.Masks;

/// <summary>The row steps of a mean over a 7x7 box, zeros outside of the image, summed in double precision.</summary>
/// <remarks>
/// Each sum is made anew from its 49 samples, seven rows first, then seven columns: a running sum would carry the rounding of a strongly
/// negative pixel along the row, and a pixel's result would depend on where its window begins.
/// </remarks>
internal static unsafe class BoxMean
{
    /// <summary>Pixels to each side that a result depends on.</summary>
    public const int Halo = 3;

    /// <summary>Rows of the box.</summary>
    public const int Side = (2 * Halo) + 1;

    /// <summary>Sums the seven rows around one.</summary>
    /// <param name="rows">Holds the rows of the box, widened once and not seven times.</param>
    /// <param name="zeros">Stands in for rows beyond the image.</param>
    /// <param name="center">Number of the row.</param>
    /// <param name="height">Number of rows of the image.</param>
    /// <param name="edge">Where the image ends.</param>
    /// <param name="width">Samples of a row.</param>
    /// <param name="sums">Overwritten, <see cref="Halo"/> samples beyond the image's edges included.</param>
    public static void SumRows(in RowRing<double> rows, double* zeros, int center, int height, ImageEdge edge, int width, double* sums)
    {
        double* a = Row(rows, zeros, center - 3, height), b = Row(rows, zeros, center - 2, height), c = Row(rows, zeros, center - 1, height);
        double* d = rows[center];
        double* e = Row(rows, zeros, center + 1, height), f = Row(rows, zeros, center + 2, height), g = Row(rows, zeros, center + 3, height);
        for (int x = 0; x < width; x += Vector<double>.Count)
        {
            Vector<double> sum = Vector.Load(a + x) + Vector.Load(b + x) + Vector.Load(c + x) + Vector.Load(d + x)
                + Vector.Load(e + x) + Vector.Load(f + x) + Vector.Load(g + x);
            sum.Store(sums + x);
        }

        edge.Frame(sums, Halo, 0);
    }

    /// <summary>Means over seven columns of the sums over seven rows.</summary>
    /// <param name="sums">Of <see cref="SumRows"/>, from the first wanted column on.</param>
    /// <param name="count">Columns.</param>
    /// <param name="low">Means below become this.</param>
    /// <param name="high">Means above become this.</param>
    /// <param name="destination">Overwritten, in whole vectors.</param>
    public static void Average(double* sums, int count, float low, float high, float* destination)
    {
        var (least, most) = (new Vector<float>(low), new Vector<float>(high));
        for (int x = 0; x < count; x += Vector<float>.Count)
        {
            Vector<float> mean = Vector.Narrow(Average(sums + x), Average(sums + x + Vector<double>.Count));
            Vector.MinNative(most, Vector.MaxNative(least, mean)).Store(destination + x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Average(double* s)
    {
        const double Weight = 1.0 / (Side * Side);
        Vector<double> sum = Vector.Load(s - 3) + Vector.Load(s - 2) + Vector.Load(s - 1) + Vector.Load(s)
            + Vector.Load(s + 1) + Vector.Load(s + 2) + Vector.Load(s + 3);
        return sum * new Vector<double>(Weight);
    }

    private static double* Row(in RowRing<double> rows, double* zeros, int row, int height) => row < 0 || row >= height ? zeros : rows[row];
}
