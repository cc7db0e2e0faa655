using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Removal.PriorFills;

/// <summary>VV and VH as the lines of a prior fill take them: clipped, and averaged over a square to quiet the speckle.</summary>
internal static class SarTerms
{
    /// <summary>Computes both for a whole image.</summary>
    /// <param name="sarDecibel">[2,H,W], VV and VH in dB, no NaN; not changed.</param>
    /// <param name="window">Odd side of the square in pixels, cut at the image's edge; 1 does not average.</param>
    /// <param name="threads">Threads, 0 for one per processor; each row's sums have one order.</param>
    /// <returns>[2,H,W], dB, clipped to the ranges of the DSen2-CR networks: beyond them a line says nothing.</returns>
    public static Raster<float> Compute(Raster<float> sarDecibel, int window, int threads)
    {
        int height = sarDecibel.Height, width = sarDecibel.Width, reach = window / 2;
        var across = new Raster<float>(sarDecibel.Channels, height, width, LargeArrays.Take<float>(sarDecibel.Data.Length));
        Workers.ForEach(across.Channels * height, threads, () => new RowBuffer(width), (buffer, item) =>
        {
            Span<float> row = across.Data.AsSpan(item * width, width);
            Clip(sarDecibel.Data.AsSpan(item * width, width), DSen2Cr.SarMinimum[item / height], buffer.Row);
            AverageAcross(buffer.Row, reach, row);
        });
        if (reach == 0)
        {
            return across;
        }

        var terms = new Raster<float>(across.Channels, height, width, LargeArrays.Take<float>(across.Data.Length));
        Workers.ForEach(across.Channels * height, threads, () => new RowBuffer(width), (_, item) =>
            AverageDown(across.Channel(item / height), height, width, item % height, reach, terms.Data.AsSpan(item * width, width)));
        LargeArrays.Give(across.Data);
        return terms;
    }

    private static void Clip(ReadOnlySpan<float> values, float minimum, Span<float> clipped)
    {
        for (int x = 0; x < values.Length; x++)
        {
            clipped[x] = Math.Clamp(values[x], minimum, 0);
        }
    }

    private static void AverageAcross(ReadOnlySpan<float> values, int reach, Span<float> averages)
    {
        // A running sum of a few hundred dB in double loses nothing that a float could show.
        double sum = 0;
        int from = 0, to = 0;
        for (int x = 0; x < values.Length; x++)
        {
            for (int end = Math.Min(values.Length, x + reach + 1); to < end; to++)
            {
                sum += values[to];
            }

            for (; from < x - reach; from++)
            {
                sum -= values[from];
            }

            averages[x] = (float)(sum / (to - from));
        }
    }

    private static void AverageDown(ReadOnlySpan<float> plane, int height, int width, int row, int reach, Span<float> averages)
    {
        int first = Math.Max(0, row - reach), last = Math.Min(height - 1, row + reach);
        averages.Clear();
        for (int y = first; y <= last; y++)
        {
            ReadOnlySpan<float> values = plane.Slice(y * width, width);
            for (int x = 0; x < averages.Length; x++)
            {
                averages[x] += values[x];
            }
        }

        float scale = 1f / (last - first + 1);
        for (int x = 0; x < averages.Length; x++)
        {
            averages[x] *= scale;
        }
    }

    private sealed class RowBuffer(int width) : IDisposable
    {
        public float[] Row { get; } = new float[width];

        public void Dispose()
        {
        }
    }
}
