using Cloudless.Imagery;
using Cloudless.Inference;

namespace Cloudless.Removal;

/// <summary>Runs a network over the tiles of a scene in which there is something to repaint.</summary>
/// <remarks>
/// While a device computes a tile, the next one's input is made and the last one's result is checked and painted on the processors. An engine that computes on the
/// processors itself takes turns with that, each on all threads: a layer ends when its last thread does, so threads that are held up by others' work hold up
/// all of them. Two inputs and two outputs are in memory. Holds no state of a run: one runner may serve several threads, as far as the engine computes them at once.
/// </remarks>
/// <param name="engine">Computes.</param>
/// <param name="radius">Pixels that the network sees to each side.</param>
/// <param name="tileSize">Side of a tile's core.</param>
/// <param name="threads">Threads for what is not the network.</param>
internal sealed class TileRunner(IInferenceEngine engine, int radius, int tileSize, int threads)
{
    /// <summary>Cuts a scene into tiles, row after row.</summary>
    public TouchedTiles Cut(int width, int height) => new(width, height, tileSize, engine.Reach(radius));

    /// <summary>Runs tiles and hands each result to the painter, one at a time and in order.</summary>
    /// <param name="tiles">The tiles of the scene; those that are touched are computed.</param>
    /// <param name="painter">Where inputs come from and results go to.</param>
    /// <param name="progress">Told after every tile; null for silence.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ModelContractException">The network gives values that are not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public void Run(TouchedTiles tiles, ITilePainter painter, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Tile> touched = tiles.Touched;
        var ahead = new TilesAhead[touched.Count];
        for (int k = touched.Count - 1; k >= 0; k--)
        {
            ahead[k] = k + 1 < touched.Count ? ahead[k + 1].With(touched[k + 1]) : TilesAhead.None;
        }

        int largest = touched.Select(t => checked(t.Input.Width * t.Input.Height)).DefaultIfEmpty().Max(), skipped = tiles.Count - touched.Count;
        float[][] inputs = Buffers(checked(engine.InputChannels * largest)), outputs = Buffers(checked(engine.OutputChannels * largest));
        Task next = touched.Count > 0 ? Beside(() => Fill(0)) : Task.CompletedTask, painted = Task.CompletedTask;
        try
        {
            for (int k = 0; k < touched.Count; k++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int now = k;
                next.GetAwaiter().GetResult();
                next = k + 1 < touched.Count ? Beside(() => Fill(now + 1)) : Task.CompletedTask;
                TensorShape shape = Shape(touched[k]);
                Span<float> y = outputs[k % 2].AsSpan(0, engine.OutputChannels * shape.H * shape.W);
                engine.Run(inputs[k % 2].AsSpan(0, shape.C * shape.H * shape.W), shape, y, CoreOf(touched[k]));
                painted.GetAwaiter().GetResult();
                painted = Beside(() => Paint(now));
                progress?.Report(new RemovalProgress("removing clouds", skipped + k + 1, tiles.Count));
            }

            painted.GetAwaiter().GetResult();
        }
        finally
        {
            // After an error or a cancellation both still use the images of the caller; their own errors would come second.
            ((IAsyncResult)Task.WhenAll(next, painted)).AsyncWaitHandle.WaitOne();
        }

        foreach (float[] buffer in (float[][])[.. inputs, .. outputs])
        {
            LargeArrays.Give(buffer);
        }

        void Fill(int k)
        {
            painter.Fill(touched[k], inputs[k % 2], threads);
        }

        void Paint(int k)
        {
            Tile tile = touched[k];
            Workers.ForEach(engine.OutputChannels, threads, c => RequireFinite(outputs[k % 2], c, tile));
            painter.Paint(tile, outputs[k % 2], ahead[k], threads);
        }
    }

    private Task Beside(Action work)
    {
        if (engine.OnDevice)
        {
            return Task.Run(work, CancellationToken.None);
        }

        work();
        return Task.CompletedTask;
    }

    /// <summary>The error of a network that gives no number.</summary>
    public static ModelContractException NotFinite(float value, string where, string engine) => new(
        $"The network gave {value} {where} on engine {engine}; a model must give finite DN for finite input. Its weights are damaged or its training diverged: use another model.");

    private TensorShape Shape(Tile tile) => new(1, engine.InputChannels, tile.Input.Height, tile.Input.Width);

    private static float[][] Buffers(int length) => [LargeArrays.Take<float>(length), LargeArrays.Take<float>(length)];

    private void RequireFinite(ReadOnlySpan<float> prediction, int channel, Tile tile)
    {
        Window core = CoreOf(tile);
        for (int row = core.Row; row < core.Bottom; row++)
        {
            int at = checked((((channel * tile.Input.Height) + row) * tile.Input.Width) + core.Column);
            ReadOnlySpan<float> values = prediction.Slice(at, core.Width);
            if (SampleConversion.IndexOfNonFinite(values) is var index && index >= 0)
            {
                throw NotFinite(values[index], $"at {tile.Core}", engine.Name);
            }
        }
    }

    // The core as the engine sees it.
    private static Window CoreOf(Tile tile) =>
        tile.Core with { Column = tile.Core.Column - tile.Input.Column, Row = tile.Core.Row - tile.Input.Row };
}
