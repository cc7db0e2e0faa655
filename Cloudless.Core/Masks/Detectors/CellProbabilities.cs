using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Probability of cloud of the cells of a window, each from the mean reflectance of its pixels with data; 0 where there are none.</summary>
internal static unsafe class CellProbabilities
{
    private const double DnOfOne = 10_000;

    /// <summary>Judges all cells, a row of them at a time on each thread.</summary>
    /// <param name="model">The detector.</param>
    /// <param name="bands">DN of the window.</param>
    /// <param name="window">Its place in the scene.</param>
    /// <param name="cells">The cells that it meets.</param>
    /// <param name="probability">[rows,columns], overwritten.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Compute(S2CloudlessModel model, OpticalPlanes<float> bands, Window window, CellGrid cells, float* probability, int threads) =>
        Workers.ForEach(cells.Rows, threads, () => new CellRowBuffers(cells, bands.Width), (own, row) =>
        {
            AddPixels(bands, window, cells, row, own);
            var line = new Span<float>(probability + ((nint)row * cells.Columns), cells.Columns);
            line.Clear();
            int count = Means(own, cells.Columns);
            if (count > 0)
            {
                model.Predict(own.Reflectance.AsSpan(0, count * S2CloudlessModel.Bands.Count), own.Probability.AsSpan(0, count));
                for (int i = 0; i < count; i++)
                {
                    line[own.Columns[i]] = own.Probability[i];
                }
            }
        });

    private static void AddPixels(OpticalPlanes<float> bands, Window window, CellGrid cells, int row, CellRowBuffers own)
    {
        Span<double> sums = own.Sums.Span;
        Span<int> counts = own.Counts.Span;
        sums.Clear();
        counts.Clear();
        (int first, int end) = cells.RowsIn(window, row);
        fixed (short* noData = own.NoData)
        {
            for (int y = first; y < end; y++)
            {
                bool some = bands.MarkNoData(y, 0, bands.Width, noData);
                for (int c = 0; c < cells.Columns; c++)
                {
                    (int left, int right) = cells.ColumnsIn(window, c);
                    counts[c] += right - left;
                    for (int x = left; some && x < right; x++)
                    {
                        counts[c] += noData[x];
                    }
                }

                // Nodata adds nothing: all its bands are 0.
                for (int b = 0; b < S2CloudlessModel.Bands.Count; b++)
                {
                    AddRow(bands.Row(S2CloudlessModel.Bands[b].Index, y, 0), window, cells, sums.Slice(b * cells.Columns, cells.Columns));
                }
            }
        }
    }

    private static void AddRow(float* row, Window window, CellGrid cells, Span<double> sums)
    {
        for (int c = 0; c < sums.Length; c++)
        {
            (int left, int right) = cells.ColumnsIn(window, c);
            double sum = 0;
            for (int x = left; x < right; x++)
            {
                sum += row[x];
            }

            sums[c] += sum;
        }
    }

    private static int Means(CellRowBuffers own, int columns)
    {
        ReadOnlySpan<double> sums = own.Sums.Span;
        ReadOnlySpan<int> counts = own.Counts.Span;
        int found = 0, bands = S2CloudlessModel.Bands.Count;
        for (int c = 0; c < columns; c++)
        {
            if (counts[c] == 0)
            {
                continue;
            }

            for (int b = 0; b < bands; b++)
            {
                own.Reflectance[(found * bands) + b] = (float)(sums[(b * columns) + c] / counts[c] / DnOfOne);
            }

            own.Columns[found++] = c;
        }

        return found;
    }
}
