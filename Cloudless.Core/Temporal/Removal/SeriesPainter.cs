using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Temporal;

/// <summary>The second walk over a series: paints windows on several threads and writes them in order.</summary>
/// <param name="series">The series.</param>
/// <param name="painting">The method.</param>
/// <param name="cover">What is covered.</param>
/// <param name="outputs">The images.</param>
/// <param name="clearDates">Takes on how many dates each pixel is clear.</param>
/// <param name="composite">Whether clear pixels keep their bits.</param>
internal sealed class SeriesPainter(
    ISeriesWindows series, ISeriesPainting painting, SeriesCover cover, IReadOnlyList<SeriesOutput> outputs, RasterWriter clearDates, bool composite)
{
    private const long Memory = 2L << 30;

    // Windows of one block of this side come one after the other: JPEG 2000 of the products is cut into such blocks, and what was decoded for one window serves the next.
    private const int BlockSide = 1024;

    private readonly WritingTurns _turns = new();

    /// <summary>Pixels that are clear on no date.</summary>
    public long NeverClear { get; private set; }

    /// <summary>How many threads may have a window of all dates at once.</summary>
    /// <param name="painting">The method.</param>
    /// <param name="threads">Threads asked for; 0 for one per processor.</param>
    public static int Threads(ISeriesPainting painting, int threads) =>
        (int)Math.Clamp(Memory / painting.WindowBytes, 1, threads > 0 ? threads : Environment.ProcessorCount);

    /// <summary>Paints and writes everything but the files' ends.</summary>
    public void Run(int threads, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        Window[] windows = [.. Windows()];
        _turns.Run(() => Workers.ForEach(
            windows.Length, Threads(painting, threads), () => new Hand(series, outputs),
            (hand, item) => _turns.Guard(() =>
            {
                Action write = Paint(hand, windows[item], cancellation);
                _turns.Write(item, write);
                progress?.Report(new RemovalProgress("removing clouds", item + 1, windows.Length));
            }),
            cancellation));
    }

    private Action Paint(Hand hand, Window window, CancellationToken cancellation)
    {
        int plane = window.Height * window.Width;
        (ushort[] clear, byte[] codes) = (new ushort[plane], new byte[plane]);
        for (int d = 0; d < series.Dates.Count; d++)
        {
            cover.Read(d, window, codes);
            for (int i = 0; i < plane; i++)
            {
                clear[i] += codes[i] == 0 ? (ushort)1 : (ushort)0;
            }
        }

        float[][] weights = [.. outputs.Select(o => Weights(o, window, codes))];
        int[] needed = [.. Enumerable.Range(0, outputs.Count).Where(k => weights[k].AsSpan().ContainsAnyExcept(0f))];
        IReadOnlyList<Raster<float>> images = needed.Length == 0 ? [] : painting.Paint(hand.Series, window, [.. needed.Select(k => outputs[k].Date)], cancellation);
        SeriesPiece[] pieces =
        [
            .. outputs.Select((o, k) => o.Compose(hand.Of(k), window, Array.IndexOf(needed, k) is >= 0 and var n ? images[n] : null, weights[k], clear)),
        ];
        return () =>
        {
            for (int k = 0; k < pieces.Length; k++)
            {
                outputs[k].Put(pieces[k]);
            }

            clearDates.Write<ushort>(window, clear);
            NeverClear += clear.AsSpan().Count((ushort)0);
        };
    }

    private float[] Weights(SeriesOutput output, Window window, byte[] codes)
    {
        float[] weights = new float[codes.Length];
        cover.Read(output.Date, window, codes);
        SeriesCover.Weigh(codes, weights, composite);
        return weights;
    }

    private IEnumerable<Window> Windows() =>
        from row in Starts(0, series.Height, BlockSide)
        from column in Starts(0, series.Width, BlockSide)
        from y in Starts(row, Math.Min(series.Height, row + BlockSide), painting.Side)
        from x in Starts(column, Math.Min(series.Width, column + BlockSide), painting.Side)
        select new Window(x, y, Math.Min(painting.Side, series.Width - x), Math.Min(painting.Side, series.Height - y));

    private static IEnumerable<int> Starts(int from, int to, int step)
    {
        for (int at = from; at < to; at += step)
        {
            yield return at;
        }
    }

    // What one thread reads with.
    private sealed class Hand(ISeriesWindows series, IReadOnlyList<SeriesOutput> outputs) : IDisposable
    {
        private readonly OpticalReader?[] _readers = new OpticalReader?[outputs.Count];

        public ISeriesReader Series { get; } = series.OpenReader();

        public OpticalReader Of(int output) => _readers[output] ??= outputs[output].Scene.Source.OpenReader();

        public void Dispose()
        {
            Series.Dispose();
            Array.ForEach(_readers, r => r?.Dispose());
        }
    }
}
