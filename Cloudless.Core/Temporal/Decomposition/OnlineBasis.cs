using Cloudless.Imagery;
using MathNet.Numerics.LinearAlgebra;

namespace Cloudless.Temporal;

/// <summary>
/// The basis L of one unfolding, learned online (Sobral et al. 2015, algorithm 1; for vectors Feng, Xu and Yan 2013, Online robust PCA via stochastic optimization): Z = L R + E with
/// 1/2 |Z - LR - E|^2 + s/2 (|L|^2 + |R|^2) + p |E|_1 least, R and E in turns; then L by one round of block coordinate descent on what all dates have left in the sums R R' and (Z - E) R'.
/// </summary>
internal sealed class OnlineBasis
{
    private readonly TensorUnfolding _unfolding;
    private readonly TensorOptions _options;
    private readonly int _rank;
    private readonly double _shrinkage;
    private readonly float _sparsity;
    private readonly double[] _basis, _coefficientSums, _imageSums;

    public OnlineBasis(TensorUnfolding unfolding, TensorOptions options, double usualWeight, ulong stream)
    {
        (_unfolding, _options) = (unfolding, options);
        _rank = Math.Min(options.Rank, (unfolding.Height + 1) / 2);
        _shrinkage = options.Shrinkage ?? usualWeight;
        _sparsity = (float)(options.Sparsity ?? usualWeight);
        var random = new SeededRandom(options.Seed + (stream << 32));
        _basis = [.. Enumerable.Range(0, unfolding.Height * _rank).Select(_ => random.NextDouble())];
        _coefficientSums = new double[_rank * _rank];
        _imageSums = new double[unfolding.Height * _rank];
    }

    /// <summary>Splits a date, adds its background to an image, and learns.</summary>
    /// <param name="frame">[C,H,W], reflectance.</param>
    /// <param name="known">[C,H,W], 1 and 0.</param>
    /// <param name="background">[C,H,W], added to.</param>
    /// <param name="share">Factor of what is added.</param>
    /// <param name="cancellation">Looked at before every piece.</param>
    public void Split(float[] frame, float[] known, float[] background, float share, CancellationToken cancellation)
    {
        float[] basis = [.. _basis.Select(v => (float)v)], projector = Projector();
        var parts = new (double[] Coefficients, double[] Images)[_unfolding.Pieces.Count];
        Workers.ForEach(
            parts.Length, _options.Threads,
            piece =>
            {
                cancellation.ThrowIfCancellationRequested();
                parts[piece] = Piece(piece, basis, projector, frame, known, background, share);
            });
        foreach ((double[] coefficients, double[] images) in parts)
        {
            Add(coefficients, _coefficientSums);
            Add(images, _imageSums);
        }

        Learn();
    }

    // (L'L + s I)^-1 L', [rank, height].
    private float[] Projector()
    {
        Matrix<double> basis = Matrix<double>.Build.Dense(_unfolding.Height, _rank, (i, k) => _basis[(i * _rank) + k]);
        Matrix<double> square = basis.TransposeThisAndMultiply(basis) + (Matrix<double>.Build.DenseIdentity(_rank) * _shrinkage);
        Matrix<double> projector = square.Cholesky().Solve(basis.Transpose());
        float[] values = new float[_rank * _unfolding.Height];
        for (int k = 0; k < _rank; k++)
        {
            for (int i = 0; i < _unfolding.Height; i++)
            {
                values[(k * _unfolding.Height) + i] = (float)projector[k, i];
            }
        }

        return values;
    }

    private (double[] Coefficients, double[] Images) Piece(
        int piece, float[] basis, float[] projector, float[] frame, float[] known, float[] background, float share)
    {
        int height = _unfolding.Height, columns = _unfolding.Pieces[piece].Columns;
        float[] z = new float[height * columns], weights = new float[z.Length], sparse = new float[z.Length], low = new float[z.Length], left = new float[z.Length];
        float[] coefficients = new float[_rank * columns];
        _unfolding.Gather(frame, piece, z);
        _unfolding.Gather(known, piece, weights);
        for (int turn = 0; turn < _options.Turns; turn++)
        {
            LongRows.Subtract(z, sparse, left);
            Multiply(projector, _rank, height, left, columns, coefficients);
            Multiply(basis, height, _rank, coefficients, columns, low);
            LongRows.Subtract(z, low, left);
            for (int i = 0; i < left.Length; i++)
            {
                float limit = weights[i] * _sparsity;
                sparse[i] = Math.Max(left[i] - limit, 0) + Math.Min(left[i] + limit, 0);
            }
        }

        _unfolding.Scatter(low, piece, share, background);
        LongRows.Subtract(z, sparse, left);
        return (Products(coefficients, _rank, coefficients, columns), Products(left, height, coefficients, columns));
    }

    private static void Multiply(float[] a, int rows, int inner, float[] b, int columns, float[] product)
    {
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = product.AsSpan(i * columns, columns);
            row.Clear();
            for (int k = 0; k < inner; k++)
            {
                LongRows.AddScaled(b.AsSpan(k * columns, columns), a[(i * inner) + k], row);
            }
        }
    }

    // a b', [rows, rank].
    private double[] Products(float[] a, int rows, float[] b, int columns)
    {
        double[] products = new double[rows * _rank];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < _rank; k++)
            {
                products[(i * _rank) + k] = LongRows.Dot(a.AsSpan(i * columns, columns), b.AsSpan(k * columns, columns));
            }
        }

        return products;
    }

    private static void Add(double[] from, double[] to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += from[i];
        }
    }

    private void Learn()
    {
        for (int k = 0; k < _rank; k++)
        {
            double diagonal = _coefficientSums[(k * _rank) + k] + _shrinkage;
            for (int i = 0; i < _unfolding.Height; i++)
            {
                double sum = _imageSums[(i * _rank) + k];
                for (int l = 0; l < _rank; l++)
                {
                    sum -= _basis[(i * _rank) + l] * (_coefficientSums[(l * _rank) + k] + (l == k ? _shrinkage : 0));
                }

                _basis[(i * _rank) + k] += sum / diagonal;
            }
        }
    }
}
