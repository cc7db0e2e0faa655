using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;

namespace Cloudless.Removal;

/// <summary>Takes the network's values for one tile.</summary>
/// <param name="tile">The tile; only its core's values are valid.</param>
/// <param name="prediction">[13,tile.Input.Height,tile.Input.Width], signed DN, finite in the core.</param>
internal delegate void TileSink(Tile tile, ReadOnlySpan<float> prediction);

/// <summary>Runs a network tile by tile over an image, where there is something to repaint.</summary>
/// <remarks>Holds no state of a run: one runner may serve several threads, as far as the engine computes them at once.</remarks>
internal sealed class TileRunner(IInferenceEngine engine, int halo, int tileSize)
{
    /// <summary>Runs the tiles in which some weight is above 0 and hands each result to the sink, row after row.</summary>
    /// <returns>Number of tiles, and of those skipped.</returns>
    public (int Tiles, int Skipped) Run(
        Raster<float> opticalDn, Raster<float>? sarDecibel, Raster<float> weight, TileSink sink,
        IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Tile> tiles = TileGrid.Cut(opticalDn.Width, opticalDn.Height, tileSize, halo);
        float[] input = [], output = [];
        int skipped = 0;
        for (int i = 0; i < tiles.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tile tile = tiles[i];
            if (IsUntouched(weight, tile.Core))
            {
                skipped++;
            }
            else
            {
                var shape = new TensorShape(1, engine.InputChannels, tile.Input.Height, tile.Input.Width);
                Span<float> x = Part(ref input, shape.C * shape.H * shape.W), y = Part(ref output, engine.OutputChannels * shape.H * shape.W);
                SarOpticalStack.Copy(opticalDn, sarDecibel, tile.Input, x);
                engine.Run(x, shape, y);
                RequireFinite(y, tile);
                sink(tile, y);
            }

            progress?.Report(new RemovalProgress("removing clouds", i + 1, tiles.Count));
        }

        return (tiles.Count, skipped);
    }

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

    private static Span<float> Part(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new float[length];
        }

        return buffer.AsSpan(0, length);
    }

    private void RequireFinite(ReadOnlySpan<float> prediction, Tile tile)
    {
        foreach (float v in prediction)
        {
            if (!float.IsFinite(v))
            {
                throw new ModelContractException(
                    $"The network gave {v} at {tile.Input} on engine {engine.Name}; a model must give finite DN for finite input. "
                    + "Its weights are damaged or its training diverged: use another model.");
            }
        }
    }
}
