using MathNet.Numerics.LinearAlgebra;
using Floats = System.Numerics.Vector<float>;
using Lanes = System.Numerics.Vector;

namespace Cloudless.Temporal;

/// <summary>
/// The inexact augmented Lagrangian method for D = A + E, A of low rank, E sparse. D has a column for each date, so the singular values of A's estimate X are those of the small matrix
/// X'X = V S^2 V', and shrinking them is a product from the right, X V diag(max(0, 1 - 1/(mu s))) V': one pass over the rows makes A, E, the multipliers and the next X'X.
/// </summary>
internal static class AugmentedLagrangian
{
    /// <summary>Splits the matrix; its values are the low-rank part afterwards.</summary>
    /// <returns>Iterations done.</returns>
    public static int Split(SeriesMatrix matrix, RobustPcaOptions options, CancellationToken cancellation)
    {
        int stride = matrix.Stride;
        double weight = options.Sparsity ?? 1 / Math.Sqrt(Math.Max(matrix.Rows, matrix.Dates));
        double[] first = RowChunks.Sum(matrix.Rows, (stride * stride) + 1, options.Threads, (from, to, sums) => Measure(matrix, from, to, sums), cancellation);
        double norm = Math.Sqrt(Eigen(first, stride).Values.Max()), frobenius = Math.Sqrt(Trace(first, stride));
        if (norm == 0)
        {
            return 0;
        }

        float largest = RowChunks.Map(matrix.Rows, options.Threads, (from, to) => Largest(matrix, from, to), cancellation).Max();
        float scale = (float)(1 / Math.Max(norm, largest / weight));
        var state = new State(matrix, scale, (float)weight);
        double mu = 1.25 / norm, most = mu * 1e7;
        double[] gram = [.. first.Select(g => g * (1 + (scale / mu)) * (1 + (scale / mu)))];
        for (int iteration = 1; ; iteration++)
        {
            float[] shrink = Shrinking(gram, stride, 1 / mu);
            double next = Math.Min(options.Growth * mu, most);
            (float now, float then) = ((float)mu, (float)next);
            gram = RowChunks.Sum(matrix.Rows, (stride * stride) + 1, options.Threads, (from, to, sums) => state.Pass(shrink, now, then, from, to, sums), cancellation);
            if (Math.Sqrt(gram[^1]) <= options.Tolerance * frobenius || iteration == options.MostIterations)
            {
                RowChunks.Map(matrix.Rows, options.Threads, state.Finish, cancellation);
                return iteration;
            }

            mu = next;
        }
    }

    // Sums: X'X, row after row, then the squared residual.
    private static void Measure(SeriesMatrix matrix, int from, int to, double[] sums)
    {
        for (int row = from; row < to; row++)
        {
            RowAlgebra.AddOuter(matrix.Row(row), matrix.Dates, sums);
        }
    }

    private static float Largest(SeriesMatrix matrix, int from, int to)
    {
        float largest = 0;
        foreach (float value in matrix.Values.AsSpan(from * matrix.Stride, (to - from) * matrix.Stride))
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private static double Trace(double[] gram, int stride) => Enumerable.Range(0, stride).Sum(i => gram[(i * stride) + i]);

    private static (double[] Values, Matrix<double> Vectors) Eigen(double[] gram, int stride)
    {
        MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> evd = Matrix<double>.Build.Dense(stride, stride, (i, j) => gram[(Math.Min(i, j) * stride) + Math.Max(i, j)]).Evd(Symmetricity.Symmetric);
        return ([.. evd.EigenValues.Select(v => Math.Max(0, v.Real))], evd.EigenVectors);
    }

    private static float[] Shrinking(double[] gram, int stride, double threshold)
    {
        (double[] values, Matrix<double> vectors) = Eigen(gram, stride);
        Vector<double> factors = Vector<double>.Build.Dense(stride, i => Math.Sqrt(values[i]) is var s && s > threshold ? 1 - (threshold / s) : 0);
        Matrix<double> product = vectors * Matrix<double>.Build.DenseOfDiagonalVector(factors) * vectors.Transpose();
        float[] shrink = new float[stride * stride];
        for (int i = 0; i < stride; i++)
        {
            for (int j = 0; j < stride; j++)
            {
                shrink[(i * stride) + j] = (float)product[i, j];
            }
        }

        return shrink;
    }

    private sealed class State(SeriesMatrix matrix, float scale, float weight)
    {
        private readonly float[] _sparse = new float[matrix.Values.Length];
        private readonly float[] _multipliers = [.. matrix.Values.Select(v => v * scale)];

        public void Pass(float[] shrink, float mu, float nextMu, int from, int to, double[] sums)
        {
            int stride = matrix.Stride, width = Floats.Count;
            Span<float> x = stackalloc float[stride], a = stackalloc float[stride];
            float inverse = 1 / mu, nextInverse = 1 / nextMu, threshold = weight / mu;
            double residual = 0;
            for (int row = from; row < to; row++)
            {
                ReadOnlySpan<float> data = matrix.Row(row), known = matrix.KnownOf(row);
                Span<float> e = _sparse.AsSpan(row * stride, stride), y = _multipliers.AsSpan(row * stride, stride);
                for (int i = 0; i < stride; i += width)
                {
                    (At(data, i) - At(e, i) + (At(y, i) * inverse)).CopyTo(x[i..]);
                }

                RowAlgebra.Multiply(x, matrix.Dates, shrink, a);
                var squares = Floats.Zero;
                for (int i = 0; i < stride; i += width)
                {
                    Floats d = At(data, i), left = d - At(a, i), t = left + (At(y, i) * inverse);
                    var limit = At(known, i) * threshold;
                    var sparse = Lanes.Max(t - limit, Floats.Zero) + Lanes.Min(t + limit, Floats.Zero);
                    Floats z = left - sparse, multiplier = (At(y, i) + (z * mu)) * At(known, i);
                    sparse.CopyTo(e[i..]);
                    multiplier.CopyTo(y[i..]);
                    z *= At(known, i);
                    squares += z * z;
                    (d - sparse + (multiplier * nextInverse)).CopyTo(x[i..]);
                }

                residual += Lanes.Sum(squares);
                RowAlgebra.AddOuter(x, matrix.Dates, sums);
            }

            sums[^1] += residual;
        }

        public bool Finish(int from, int to)
        {
            for (int i = from * matrix.Stride; i < to * matrix.Stride; i++)
            {
                matrix.Values[i] -= _sparse[i];
            }

            return true;
        }

        private static Floats At(ReadOnlySpan<float> values, int i) => new(values[i..]);
    }
}
