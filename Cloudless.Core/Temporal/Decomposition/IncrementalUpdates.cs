namespace Cloudless.Temporal;

/// <summary>
/// Incremental nonnegative matrix factorization (Bucak, Gunsel and Gursoy 2007): the first dates are factorized together, then each new date v betters its own column h of H and all of W, with
/// the dates before it remembered in the sums V H' and H H'. In the end all dates are projected on the last W.
/// </summary>
internal sealed class IncrementalUpdates(SeriesMatrix matrix, Factors factors, FactorizationOptions options)
{
    private const float Least = 1e-9f;
    private const int ProjectionPasses = 20;

    private readonly int _rank = factors.Rank;
    private readonly float[] _sums = new float[matrix.Rows * factors.Rank];
    private readonly double[] _coefficients = new double[factors.Rank * factors.Rank];

    /// <summary>Makes the factors.</summary>
    public void Run(CancellationToken cancellation)
    {
        var batch = new MultiplicativeUpdates(matrix, factors, options.Threads);
        int start = Math.Min(matrix.Dates, _rank + 1);
        batch.Run(start, options.MostIterations, options.Tolerance, cancellation);
        for (int date = 0; date < start; date++)
        {
            Remember(date, cancellation);
        }

        for (int date = start; date < matrix.Dates; date++)
        {
            for (int k = 0; k < _rank; k++)
            {
                factors.RowOfH(k)[date] = factors.RowOfH(k)[date - 1];
            }

            double error = double.PositiveInfinity;
            for (int pass = 0; pass < options.MostIterations; pass++)
            {
                double now = Better(date, cancellation);
                if (error - now <= options.Tolerance * now)
                {
                    break;
                }

                error = now;
            }

            Remember(date, cancellation);
        }

        batch.Project(ProjectionPasses, cancellation);
    }

    // h <- h . (W'v / W'Wh) over the known entries; W <- W . ((VH' + vh') / W(HH' + hh')). Gives the squared error before.
    private double Better(int date, CancellationToken cancellation)
    {
        double[] sums = RowChunks.Sum(
            matrix.Rows, (2 * _rank) + 1, options.Threads,
            (from, to, part) =>
            {
                for (int row = from; row < to; row++)
                {
                    float known = matrix.KnownOf(row)[date], value = matrix.Row(row)[date] * known, product = factors.At(row, date) * known;
                    ReadOnlySpan<float> w = factors.RowOfW(row);
                    for (int k = 0; k < _rank; k++)
                    {
                        part[k] += w[k] * value;
                        part[_rank + k] += w[k] * product;
                    }

                    part[^1] += (value - product) * (value - product);
                }
            },
            cancellation);
        for (int k = 0; k < _rank; k++)
        {
            // Where nothing is known of the date it keeps those of the date before, or the dates after it would begin at 0 and stay there.
            factors.RowOfH(k)[date] *= sums[_rank + k] > 0 ? (float)(sums[k] / Math.Max(sums[_rank + k], Least)) : 1;
        }

        RowChunks.Map(matrix.Rows, options.Threads, (from, to) => BetterW(date, from, to), cancellation);
        return sums[^1];
    }

    private bool BetterW(int date, int from, int to)
    {
        Span<float> h = stackalloc float[_rank], next = stackalloc float[_rank];
        for (int k = 0; k < _rank; k++)
        {
            h[k] = factors.RowOfH(k)[date];
        }

        for (int row = from; row < to; row++)
        {
            Span<float> w = factors.RowOfW(row);
            float value = Filled(row, date);
            for (int k = 0; k < _rank; k++)
            {
                double below = 0;
                for (int l = 0; l < _rank; l++)
                {
                    below += w[l] * (_coefficients[(l * _rank) + k] + (h[l] * h[k]));
                }

                next[k] = w[k] * (float)((_sums[(row * _rank) + k] + (value * h[k])) / Math.Max(below, Least));
            }

            next.CopyTo(w);
        }

        return true;
    }

    private void Remember(int date, CancellationToken cancellation)
    {
        for (int k = 0; k < _rank; k++)
        {
            for (int l = 0; l < _rank; l++)
            {
                _coefficients[(k * _rank) + l] += factors.RowOfH(k)[date] * factors.RowOfH(l)[date];
            }
        }

        RowChunks.Map(
            matrix.Rows, options.Threads,
            (from, to) =>
            {
                for (int row = from; row < to; row++)
                {
                    float value = Filled(row, date);
                    for (int k = 0; k < _rank; k++)
                    {
                        _sums[(row * _rank) + k] += value * factors.RowOfH(k)[date];
                    }
                }

                return true;
            },
            cancellation);
    }

    private float Filled(int row, int date) => matrix.KnownOf(row)[date] == 0 ? factors.At(row, date) : matrix.Row(row)[date];
}
