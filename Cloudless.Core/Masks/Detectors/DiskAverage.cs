using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Marks where the mean over a disk is above a threshold. Beyond the edge the image is mirrored, its outermost cells doubled (d c b a | a b c d | d c b a).</summary>
internal static unsafe class DiskAverage
{
    /// <summary>Marks.</summary>
    /// <param name="values">[H,W].</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="radius">The disk is all cells with x^2 + y^2 up to its square; 0 takes the values as they are.</param>
    /// <param name="threshold">A mean must be above this.</param>
    /// <param name="mark">[H,W], overwritten: 1 or 0.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors. The sums have one order, whatever their number.</param>
    public static void MarkAbove(float* values, int height, int width, int radius, double threshold, byte* mark, int threads)
    {
        int stride = width + (2 * radius);
        double[] rented = WorkArrays.Rent<double>(checked(stride * height));
        try
        {
            fixed (double* wide = rented)
            {
                // The compiler keeps no fixed pointer in a lambda.
                double* mirrored = wide;
                Workers.ForEach(height, threads, y => Mirror(values + ((nint)y * width), width, radius, mirrored + ((nint)y * stride)));
                Workers.ForEach(height, threads, () => new Row(width), (row, y) =>
                {
                    int count = Sum(mirrored, height, stride, radius, y, row.Sums, width);
                    for (int x = 0; x < width; x++)
                    {
                        mark[((nint)y * width) + x] = row.Sums[x] / count > threshold ? (byte)1 : (byte)0;
                    }
                });
            }
        }
        finally
        {
            WorkArrays.Return(rented);
        }
    }

    private static int Sum(double* mirrored, int height, int stride, int radius, int y, double[] sums, int width)
    {
        sums.AsSpan(0, width).Clear();
        int count = 0;
        for (int down = -radius; down <= radius; down++)
        {
            double* row = mirrored + ((nint)Inside(y + down, height) * stride) + radius;
            int half = (int)Math.Sqrt((radius * radius) - (down * down));
            for (int aside = -half; aside <= half; aside++)
            {
                Add(row + aside, sums, width);
            }

            count += (2 * half) + 1;
        }

        return count;
    }

    private static void Add(double* row, double[] sums, int width)
    {
        int x = 0;
        fixed (double* sum = sums)
        {
            for (; x <= width - Vector<double>.Count; x += Vector<double>.Count)
            {
                (Vector.Load(sum + x) + Vector.Load(row + x)).Store(sum + x);
            }

            for (; x < width; x++)
            {
                sum[x] += row[x];
            }
        }
    }

    private static void Mirror(float* row, int width, int radius, double* mirrored)
    {
        for (int x = -radius; x < width + radius; x++)
        {
            mirrored[x + radius] = row[Inside(x, width)];
        }
    }

    // Of an image smaller than the disk, the mirror image is mirrored again.
    private static int Inside(int position, int length)
    {
        while (position < 0 || position >= length)
        {
            position = position < 0 ? -1 - position : (2 * length) - 1 - position;
        }

        return position;
    }

    private sealed class Row(int width) : IDisposable
    {
        public double[] Sums { get; } = WorkArrays.Rent<double>(width);

        public void Dispose() => WorkArrays.Return(Sums);
    }
}
