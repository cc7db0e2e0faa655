using Cloudless.Imagery;
using Cloudless.Inference;

namespace Cloudless.Removal;

/// <summary>Runs a network over the tiles of a scene in which there is something to repaint.</summary>
/// <remarks>
/// Hands take tiles in order: each makes a tile's input, computes and paints what is due, so that one hand computes while another reads or paints. An engine on a device has
/// as many hands as keep it busy; one on the processors gives each hand an engine of its own where a few tiles fit into memory (<see cref="IInferenceEngine.SideBySide"/>), and else has one hand
/// that takes turns with it on all threads: a layer ends when its last thread does, so threads that are held up by others' work would hold up
/// all of them. Holds no state of a run: one runner may serve several threads, as far as the engine computes them at once.
/// </remarks>
/// <param name="engine">Computes.</param>
/// <param name="radius">Pixels that the network sees to each side.</param>
/// <param name="tileSize">Side of a tile's core.</param>
/// <param name="threads">Threads for what is not the network.</param>
internal sealed class TileRunner(IInferenceEngine engine, int radius, int tileSize, int threads)
{
    // While a device computes a tile, another's input is made and a third one is painted.
    private const int Ahead = 3;

    /// <summary>Cuts a scene into tiles, row after row.</summary>
    public TouchedTiles Cut(int width, int height) => new(width, height, tileSize, engine.Reach(radius));

    /// <summary>Runs tiles and hands each result to the painter, one at a time and in order.</summary>
    /// <param name="tiles">The tiles of the scene; those that are touched are computed.</param>
    /// <param name="painter">Where inputs come from and results go to.</param>
    /// <param name="progress">Told after every tile, on any thread but one at a time; null for silence.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ModelContractException">The network gives values that are not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public void Run(TouchedTiles tiles, ITilePainter painter, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Tile> touched = tiles.Touched;
        if (touched.Count == 0)
        {
            return;
        }

        var ahead = new TilesAhead[touched.Count];
        for (int k = touched.Count - 1; k >= 0; k--)
        {
            ahead[k] = k + 1 < touched.Count ? ahead[k + 1].With(touched[k + 1]) : TilesAhead.None;
        }

        Tile largest = touched.MaxBy(t => checked(t.Input.Width * t.Input.Height))!;
        IReadOnlyList<IInferenceEngine> engines = engine.SideBySide(Shape(largest));
        int pixels = largest.Input.Width * largest.Input.Height, hands = engine.OnDevice ? Ahead : engines.Count, share = Math.Max(1, threads / hands), painted = 0;
        var order = new PaintingOrder(touched.Count, engine.OutputChannels * pixels, hands + 1, Paint);
        Workers.ForEach(hands, hands, hand => Compute(engines[hand % engines.Count]));
        order.Give();

        void Compute(IInferenceEngine own)
        {
            float[] input = LargeArrays.Take<float>(checked(engine.InputChannels * pixels));
            while (order.Next(cancellationToken) is { } turn)
            {
                Tile tile = touched[turn.Tile];
                TensorShape shape = Shape(tile);
                try
                {
                    painter.Fill(tile, input, share);
                    own.Run(input.AsSpan(0, shape.C * shape.H * shape.W), shape, turn.Output.AsSpan(0, engine.OutputChannels * shape.H * shape.W), CoreOf(tile));
                    order.Done(turn);
                }
                catch
                {
                    order.Stop();
                    throw;
                }
            }

            LargeArrays.Give(input);
        }

        void Paint(int k, float[] output)
        {
            Tile tile = touched[k];
            Workers.ForEach(engine.OutputChannels, share, c => RequireFinite(output, c, tile));
            painter.Paint(tile, output, ahead[k], share);
            progress?.Report(new RemovalProgress("removing clouds", tiles.Count - touched.Count + ++painted, tiles.Count));
        }
    }

    /// <summary>The error of a network that gives no number.</summary>
    public static ModelContractException NotFinite(float value, string where, string engine) => new(
        $"The network gave {value} {where} on engine {engine}; a model must give finite DN for finite input. Its weights are damaged or its training diverged: use another model.");

    private TensorShape Shape(Tile tile) => new(1, engine.InputChannels, tile.Input.Height, tile.Input.Width);

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
