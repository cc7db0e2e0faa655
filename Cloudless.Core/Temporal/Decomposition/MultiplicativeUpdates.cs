using System.Numerics;

namespace Cloudless.Temporal;

/// <summary>Weighted least squares by multiplicative updates (Lee and Seung 2000, theorem 1, with the weights of missing entries 0): W and H never become negative and the error never grows.</summary>
internal sealed class MultiplicativeUpdates(SeriesMatrix matrix, Factors factors, int threads)
{
    // Keeps quotients finite where a row or a date is black.
    private const float Least = 1e-9f;

    private readonly int _rank = factors.Rank, _stride = matrix.Stride;

    /// <summary>Betters both factors on the first dates.</summary>
    /// <param name="dates">How many dates count; the others are as good as missing.</param>
    /// <param name="most">Passes at most.</param>
    /// <param name="tolerance">Least betterment of the error, as a share of it.</param>
    /// <param name="cancellation">Looked at between chunks of a pass.</param>
    public void Run(int dates, int most, double tolerance, CancellationToken cancellation)
    {
        double error = double.PositiveInfinity;
        for (int pass = 0; pass < most; pass++)
        {
            double now = Pass(dates, betterW: true, cancellation);
            if (error - now <= tolerance * now)
            {
                return;
            }

            error = now;
        }
    }

    /// <summary>Betters H alone, on all dates.</summary>
    public void Project(int passes, CancellationToken cancellation)
    {
        for (int pass = 0; pass < passes; pass++)
        {
            Pass(matrix.Dates, betterW: false, cancellation);
        }
    }

    private double Pass(int dates, bool betterW, CancellationToken cancellation)
    {
        int length = _rank * _stride;
        double[] sums = RowChunks.Sum(matrix.Rows, (2 * length) + 1, threads, (from, to, part) => Rows(dates, betterW, from, to, part), cancellation);
        for (int k = 0; k < _rank; k++)
        {
            Span<float> h = factors.RowOfH(k);
            for (int t = 0; t < dates; t++)
            {
                int i = (k * _stride) + t;

                // A date of which nothing is known keeps what it has: 0 would stay 0.
                h[t] *= sums[length + i] > 0 ? (float)(sums[i] / Math.Max(sums[length + i], Least)) : 1;
            }
        }

        return sums[^1];
    }

    // Sums of a chunk in single precision: some thousand terms of one sign.
    private void Rows(int dates, bool betterW, int from, int to, double[] part)
    {
        int width = Vector<float>.Count, length = _rank * _stride;
        Span<float> counted = stackalloc float[_stride], product = stackalloc float[_stride], values = stackalloc float[_stride];
        float[] above = new float[length], below = new float[length];
        counted.Clear();
        counted[..dates].Fill(1);
        double error = 0;
        for (int row = from; row < to; row++)
        {
            ReadOnlySpan<float> known = matrix.KnownOf(row), data = matrix.Row(row);
            Span<float> w = factors.RowOfW(row);
            for (int i = 0; i < _stride; i += width)
            {
                (At(data, i) * At(known, i) * At(counted, i)).CopyTo(values[i..]);
            }

            if (betterW)
            {
                Product(w, known, counted, product);
                for (int k = 0; k < _rank; k++)
                {
                    ReadOnlySpan<float> h = factors.RowOfH(k);
                    float made = Dot(product, h);

                    // So does a pixel that is known on none of these dates, for later ones may know it.
                    w[k] *= made > 0 ? Dot(values, h) / Math.Max(made, Least) : 1;
                }
            }

            Product(w, known, counted, product);
            var squares = Vector<float>.Zero;
            for (int i = 0; i < _stride; i += width)
            {
                Vector<float> v = At(values, i), p = At(product, i);
                squares += (v - p) * (v - p);
                for (int k = 0; k < _rank; k++)
                {
                    Span<float> a = above.AsSpan((k * _stride) + i), b = below.AsSpan((k * _stride) + i);
                    (At(a, 0) + (v * w[k])).CopyTo(a);
                    (At(b, 0) + (p * w[k])).CopyTo(b);
                }
            }

            error += Vector.Sum(squares);
        }

        for (int i = 0; i < length; i++)
        {
            part[i] += above[i];
            part[length + i] += below[i];
        }

        part[^1] += error;
    }

    private void Product(ReadOnlySpan<float> w, ReadOnlySpan<float> known, ReadOnlySpan<float> counted, Span<float> product)
    {
        for (int i = 0; i < _stride; i += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (int k = 0; k < _rank; k++)
            {
                sum += At(factors.RowOfH(k), i) * w[k];
            }

            (sum * At(known, i) * At(counted, i)).CopyTo(product[i..]);
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i += Vector<float>.Count)
        {
            sum += At(a, i) * At(b, i);
        }

        return Vector.Sum(sum);
    }

    private static Vector<float> At(ReadOnlySpan<float> values, int i) => new(values[i..]);
}
