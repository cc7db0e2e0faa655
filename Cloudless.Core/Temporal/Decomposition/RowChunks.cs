using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>Cuts rows into chunks of one size, whatever the number of threads, so that sums over them, added in the order of the chunks, always have the same bits.</summary>
internal static class RowChunks
{
    private const int Size = 4096;

    /// <summary>Does the chunks and gives what each made, in their order.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="work">Given the first row, and the row after the last.</param>
    /// <param name="cancellation">Looked at before every chunk.</param>
    public static TResult[] Map<TResult>(int rows, int threads, Func<int, int, TResult> work, CancellationToken cancellation)
    {
        var results = new TResult[(rows + Size - 1) / Size];
        Workers.ForEach(
            results.Length, threads,
            i =>
            {
                cancellation.ThrowIfCancellationRequested();
                results[i] = work(i * Size, Math.Min(rows, (i + 1) * Size));
            });
        return results;
    }

    /// <summary>Does the chunks, each of which gives sums, and adds them.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Number of sums.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="work">Given the first row, the row after the last, and sums of zero to add to.</param>
    /// <param name="cancellation">Looked at before every chunk.</param>
    public static double[] Sum(int rows, int length, int threads, Action<int, int, double[]> work, CancellationToken cancellation)
    {
        double[] total = new double[length];
        double[][] parts = Map(
            rows, threads,
            (from, to) =>
            {
                double[] sums = new double[length];
                work(from, to, sums);
                return sums;
            },
            cancellation);
        foreach (double[] part in parts)
        {
            for (int i = 0; i < length; i++)
            {
                total[i] += part[i];
            }
        }

        return total;
    }
}
