using Cloudless.Imagery;
using Cloudless.Inference;

namespace Cloudless.Removal;

/// <summary>One piece of work for the engine.</summary>
/// <param name="Core">The pixels this tile answers for; cores cover the image once.</param>
/// <param name="Input">The pixels handed to the engine: the core and its halo, cut at the image's edges.</param>
public readonly record struct Tile(Window Core, Window Input);

/// <summary>Cuts an image into tiles whose results, put together, equal the network's result on the whole image.</summary>
/// <remarks>
/// The engine tells how many pixels around a core decide the core's result, and on which multiples cores begin. So a core with its full halo gives the
/// whole image's values, and its bits where the engine promises them. At the image's edge the halo is cut and nothing is padded: the network's own zero padding then lies exactly where it lies for
/// the whole image. Inside the image the padding beyond the halo spoils only the halo, which is thrown away.
/// </remarks>
public static class TileGrid
{
    /// <summary>All tiles, row after row.</summary>
    /// <param name="width">Width of the image in pixels, at least 1.</param>
    /// <param name="height">Height of the image in pixels, at least 1.</param>
    /// <param name="tileSize">Side of a core in pixels, at least 1, rounded up to the reach's alignment; the last column and row may be narrower.</param>
    /// <param name="reach">What the engine asks for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static IReadOnlyList<Tile> Cut(int width, int height, int tileSize, TileReach reach)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(reach.Alignment, 1, nameof(reach));
        ArgumentOutOfRangeException.ThrowIfNegative(reach.Halo, nameof(reach));
        tileSize = Math.Min(tileSize, Math.Max(width, height));
        tileSize = checked((tileSize + reach.Alignment - 1) / reach.Alignment * reach.Alignment);
        var tiles = new List<Tile>();
        for (int row = 0; row < height; row += tileSize)
        {
            for (int column = 0; column < width; column += tileSize)
            {
                var core = new Window(column, row, Math.Min(tileSize, width - column), Math.Min(tileSize, height - row));
                tiles.Add(new Tile(core, core.GrowWithin(reach.Halo, width, height)));
            }
        }

        return tiles;
    }
}
