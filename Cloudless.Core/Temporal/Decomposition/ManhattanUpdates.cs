using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>
/// Least absolute deviations (MahNMF, Guan et al. 2012, section 3.1): one column of W, then one row of H at a time is set to its best value while the rest stands. The best nonnegative w in |x - w h|
/// is the median of the quotients x/h weighted with h, cut at 0.
/// </summary>
internal sealed class ManhattanUpdates(SeriesMatrix matrix, Factors factors, FactorizationOptions options)
{
    // A weight below this share of reflectance decides nothing.
    private const float Least = 1e-9f;

    private readonly int _rank = factors.Rank;

    /// <summary>Makes the factors.</summary>
    public void Run(CancellationToken cancellation)
    {
        double error = double.PositiveInfinity;
        for (int pass = 0; pass < options.MostIterations; pass++)
        {
            double now = RowChunks.Sum(matrix.Rows, 1, options.Threads, (from, to, sums) => sums[0] += BetterW(from, to), cancellation)[0];
            Workers.ForEach(matrix.Dates, options.Threads, () => new Work(matrix.Rows), BetterH, cancellation);
            if (error - now <= options.Tolerance * now)
            {
                return;
            }

            error = now;
        }
    }

    // Gives the absolute error after the update.
    private double BetterW(int from, int to)
    {
        Span<float> left = stackalloc float[matrix.Dates], quotients = stackalloc float[matrix.Dates], weights = stackalloc float[matrix.Dates];
        double error = 0;
        for (int row = from; row < to; row++)
        {
            ReadOnlySpan<float> known = matrix.KnownOf(row), data = matrix.Row(row);
            Span<float> w = factors.RowOfW(row);
            for (int t = 0; t < left.Length; t++)
            {
                left[t] = data[t] - factors.At(row, t);
            }

            for (int k = 0; k < _rank; k++)
            {
                ReadOnlySpan<float> h = factors.RowOfH(k);
                int count = 0;
                for (int t = 0; t < left.Length; t++)
                {
                    if (known[t] != 0 && h[t] > Least)
                    {
                        quotients[count] = (left[t] / h[t]) + w[k];
                        weights[count++] = h[t];
                    }
                }

                float better = count == 0 ? w[k] : Math.Max(0, WeightedMedian.Of(quotients[..count], weights[..count]));
                for (int t = 0; t < left.Length; t++)
                {
                    left[t] += (w[k] - better) * h[t];
                }

                w[k] = better;
            }

            for (int t = 0; t < left.Length; t++)
            {
                error += Math.Abs(left[t]) * known[t];
            }
        }

        return error;
    }

    private void BetterH(Work work, int date)
    {
        for (int k = 0; k < _rank; k++)
        {
            Span<float> h = factors.RowOfH(k);
            int count = 0;
            for (int row = 0; row < matrix.Rows; row++)
            {
                float w = factors.W[(row * _rank) + k];
                if (w > Least && matrix.KnownOf(row)[date] != 0)
                {
                    work.Quotients[count] = ((matrix.Row(row)[date] - factors.At(row, date)) / w) + h[date];
                    work.Weights[count++] = w;
                }
            }

            if (count > 0)
            {
                h[date] = Math.Max(0, WeightedMedian.Of(work.Quotients.AsSpan(0, count), work.Weights.AsSpan(0, count)));
            }
        }
    }

    private sealed class Work(int rows) : IDisposable
    {
        public float[] Quotients { get; } = new float[rows];

        public float[] Weights { get; } = new float[rows];

        public void Dispose()
        {
        }
    }
}
