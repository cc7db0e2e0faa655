using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>V = W H: W [rows, rank], H [rank, stride], nothing negative.</summary>
internal sealed class Factors(int rows, int rank, int stride)
{
    private const float DnPerReflectance = 1e4f;

    /// <summary>Columns of W.</summary>
    public int Rank => rank;

    /// <summary>[rows, rank].</summary>
    public float[] W { get; } = new float[rows * rank];

    /// <summary>[rank, stride]; 0 in the padding.</summary>
    public float[] H { get; } = new float[rank * stride];

    /// <summary>One row of W.</summary>
    public Span<float> RowOfW(int row) => W.AsSpan(row * rank, rank);

    /// <summary>One row of H.</summary>
    public Span<float> RowOfH(int part) => H.AsSpan(part * stride, stride);

    /// <summary>Random factors around the mean of each row; the same for the same seed.</summary>
    public static Factors Begin(SeriesMatrix matrix, int rank, ulong seed, int threads, CancellationToken cancellation)
    {
        var factors = new Factors(matrix.Rows, rank, matrix.Stride);
        RowChunks.Map(
            matrix.Rows, threads,
            (from, to) =>
            {
                var random = new SeededRandom(seed + ((ulong)from << 20) + 1);
                for (int row = from; row < to; row++)
                {
                    float mean = 0;
                    foreach (float value in matrix.Row(row))
                    {
                        mean += value / matrix.Dates;
                    }

                    foreach (ref float w in factors.RowOfW(row))
                    {
                        w = (float)random.NextDouble(0.5, 1.5) * mean / rank;
                    }
                }

                return true;
            },
            cancellation);
        var start = new SeededRandom(seed);
        for (int k = 0; k < rank; k++)
        {
            foreach (ref float h in factors.RowOfH(k)[..matrix.Dates])
            {
                h = (float)start.NextDouble(0.8, 1.2);
            }
        }

        return factors;
    }

    /// <summary>Gives dates of which nothing is known the coefficients of the nearest that has something, the earlier of equals.</summary>
    /// <param name="matrix">The matrix factored.</param>
    /// <param name="dates">Its dates.</param>
    public void FillMissingDates(SeriesMatrix matrix, IReadOnlyList<DateOnly> dates)
    {
        bool[] something = [.. Enumerable.Range(0, dates.Count).Select(t => Enumerable.Range(0, matrix.Pixels).Any(p => matrix.KnownOf(p)[t] != 0))];
        for (int t = 0; t < dates.Count; t++)
        {
            int nearest = MosaicLevels.ByNearness(dates, dates[t]).First(d => something[d]);
            for (int k = 0; k < rank; k++)
            {
                RowOfH(k)[t] = RowOfH(k)[nearest];
            }
        }
    }

    /// <summary>Entry of the product.</summary>
    public float At(int row, int column)
    {
        float sum = 0;
        for (int k = 0; k < rank; k++)
        {
            sum += W[(row * rank) + k] * H[(k * stride) + column];
        }

        return sum;
    }

    /// <summary>A column of the product as an image, [C,H,W], DN.</summary>
    public Raster<float> ToImage(SeriesMatrix matrix, int column, Raster<float> image)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            image.Data[row] = At(row, column) * DnPerReflectance;
        }

        return image;
    }
}
