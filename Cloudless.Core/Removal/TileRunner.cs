using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal;

/// <summary>Takes the network's values for one tile.</summary>
/// <param name="tile">The tile; only its core's values are valid.</param>
/// <param name="prediction">[13,tile.Input.Height,tile.Input.Width], signed DN, finite in the core.</param>
internal delegate void TileSink(Tile tile, ReadOnlySpan<float> prediction);

/// <summary>Runs a network tile by tile over an image, where there is something to repaint.</summary>
/// <remarks>
/// While the engine computes a tile, the next one's input is copied together and the last one's result is checked and painted on other threads, so
/// the engine's own never wait for that. Two inputs and two outputs are in memory. Holds no state of a run: one runner may serve several
/// threads, as far as the engine computes them at once.
/// </remarks>
internal sealed class TileRunner(IInferenceEngine engine, int radius, int tileSize)
{
    /// <summary>Runs the tiles in which some weight is above 0 and hands each result to the sink, one at a time, row after row.</summary>
    /// <param name="opticalDn">[13,H,W], signed DN.</param>
    /// <param name="sarDecibel">[2,H,W], dB without gaps; null for a network without SAR.</param>
    /// <param name="fill">Fills the masked pixels of each input; null to leave them.</param>
    /// <param name="weight">[1,H,W], 0..1.</param>
    /// <param name="sink">Takes each result, on any thread.</param>
    /// <param name="finished">Told, on any thread, up to which row (exclusive) every tile was handed over or skipped; null where nobody asks.</param>
    /// <param name="progress">Told after every tile; null for silence.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <returns>Number of tiles, and of those skipped.</returns>
    public (int Tiles, int Skipped) Run(
        Raster<float> opticalDn, Raster<float>? sarDecibel, ImageFill? fill, Raster<float> weight, TileSink sink, Action<int>? finished,
        IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Tile> tiles = TileGrid.Cut(opticalDn.Width, opticalDn.Height, tileSize, engine.Reach(radius));
        int[] touched = [.. Enumerable.Range(0, tiles.Count).Where(i => !IsUntouched(weight, tiles[i].Core))];
        int largest = touched.Select(i => checked(tiles[i].Input.Width * tiles[i].Input.Height)).DefaultIfEmpty().Max();
        float[][] inputs = Buffers(checked(engine.InputChannels * largest)), outputs = Buffers(checked(engine.OutputChannels * largest));
        Task next = touched.Length > 0 ? Task.Run(() => Fill(0), CancellationToken.None) : Task.CompletedTask, painted = Task.CompletedTask;
        try
        {
            for (int k = 0, i = 0; i < tiles.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int done = i + 1 == tiles.Count ? opticalDn.Height : tiles[i + 1].Core.Row;
                if (k < touched.Length && touched[k] == i)
                {
                    int now = k++;
                    next.GetAwaiter().GetResult();
                    next = k < touched.Length ? Task.Run(() => Fill(now + 1), CancellationToken.None) : Task.CompletedTask;
                    TensorShape shape = Shape(tiles[i]);
                    Span<float> y = outputs[now % 2].AsSpan(0, engine.OutputChannels * shape.H * shape.W);
                    engine.Run(inputs[now % 2].AsSpan(0, shape.C * shape.H * shape.W), shape, y, CoreOf(tiles[i]));
                    painted.GetAwaiter().GetResult();
                    painted = Task.Run(() => Paint(now, done), CancellationToken.None);
                }
                else
                {
                    painted.GetAwaiter().GetResult();
                    finished?.Invoke(done);
                }

                progress?.Report(new RemovalProgress("removing clouds", i + 1, tiles.Count));
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

        return (tiles.Count, tiles.Count - touched.Length);

        void Fill(int k)
        {
            Tile tile = tiles[touched[k]];
            TensorShape shape = Shape(tile);
            Span<float> input = inputs[k % 2].AsSpan(0, shape.C * shape.H * shape.W);
            SarOpticalStack.Copy(opticalDn, sarDecibel, tile.Input, input);
            fill?.Paint(tile.Input, input);
        }

        void Paint(int k, int done)
        {
            Tile tile = tiles[touched[k]];
            ReadOnlySpan<float> y = outputs[k % 2].AsSpan(0, engine.OutputChannels * tile.Input.Height * tile.Input.Width);
            RequireFinite(y, tile);
            sink(tile, y);
            finished?.Invoke(done);
        }
    }

    /// <summary>The error of a network that gives no number.</summary>
    public static ModelContractException NotFinite(float value, string where, string engine) => new(
        $"The network gave {value} {where} on engine {engine}; a model must give finite DN for finite input. Its weights are damaged or its training diverged: use another model.");

    private TensorShape Shape(Tile tile) => new(1, engine.InputChannels, tile.Input.Height, tile.Input.Width);

    private static bool IsUntouched(Raster<float> weight, Window core)
    {
        for (int y = core.Row; y < core.Bottom; y++)
        {
            if (weight.Data.AsSpan((y * weight.Width) + core.Column, core.Width).ContainsAnyExcept(0f))
            {
                return false;
            }
        }

        return true;
    }

    private static float[][] Buffers(int length) => [LargeArrays.Take<float>(length), LargeArrays.Take<float>(length)];

    private void RequireFinite(ReadOnlySpan<float> prediction, Tile tile)
    {
        Window core = CoreOf(tile);
        for (int row = 0; row < engine.OutputChannels * core.Height; row++)
        {
            int at = checked((((row / core.Height * tile.Input.Height) + core.Row + (row % core.Height)) * tile.Input.Width) + core.Column);
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
