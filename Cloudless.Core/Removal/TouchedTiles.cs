using Cloudless.Imagery;
using Cloudless.Inference;

namespace Cloudless.Removal;

/// <summary>Tells which tiles have something to repaint, and in which part of them, while weights come strip by strip.</summary>
internal sealed class TouchedTiles
{
    // A tile is cut down in quarters: finer cuts save little more, and an engine that plans for each shape anew meets few of them.
    private const int Parts = 4;

    private readonly IReadOnlyList<Tile> _tiles;
    private readonly TileReach _reach;
    private readonly Window _scene;
    private readonly (int Left, int Top, int Right, int Bottom)[] _touched;

    /// <summary>Cuts a scene into tiles.</summary>
    /// <param name="width">W of the scene.</param>
    /// <param name="height">H of the scene.</param>
    /// <param name="tileSize">Side of a tile's core.</param>
    /// <param name="reach">What the engine asks for.</param>
    public TouchedTiles(int width, int height, int tileSize, TileReach reach)
    {
        (_tiles, _reach, _scene) = (TileGrid.Cut(width, height, tileSize, reach), reach, new Window(0, 0, width, height));
        _touched = new (int, int, int, int)[_tiles.Count];
        Array.Fill(_touched, (int.MaxValue, int.MaxValue, 0, 0));
        LargestCore = _tiles.Max(t => t.Core.Height * t.Core.Width);
    }

    /// <summary>Number of tiles.</summary>
    public int Count => _tiles.Count;

    /// <summary>Pixels of the largest tile without its halo.</summary>
    public int LargestCore { get; }

    /// <summary>The tiles with a weight above 0 somewhere, in order; their cores are cut down to the part where it is.</summary>
    public IReadOnlyList<Tile> Touched => [.. Enumerable.Range(0, _tiles.Count).Where(i => _touched[i].Bottom > 0).Select(Part)];

    /// <summary>Looks at the weights of some rows.</summary>
    /// <param name="weights">[rows,W].</param>
    /// <param name="rows">Where they are: whole rows.</param>
    public void Mark(ReadOnlySpan<float> weights, Window rows)
    {
        for (int i = 0; i < _touched.Length; i++)
        {
            Window core = _tiles[i].Core;
            ref (int Left, int Top, int Right, int Bottom) part = ref _touched[i];
            for (int y = Math.Max(core.Row, rows.Row); y < Math.Min(core.Bottom, rows.Bottom); y++)
            {
                ReadOnlySpan<float> row = weights.Slice(((y - rows.Row) * rows.Width) + core.Column, core.Width);
                if (row.IndexOfAnyExcept(0f) is var first && first >= 0)
                {
                    part = (Math.Min(part.Left, core.Column + first), Math.Min(part.Top, y), Math.Max(part.Right, core.Column + row.LastIndexOfAnyExcept(0f) + 1), y + 1);
                }
            }
        }
    }

    private Tile Part(int tile)
    {
        Window whole = _tiles[tile].Core;
        (int left, int right) = Cut(whole.Column, whole.Width, _touched[tile].Left, _touched[tile].Right);
        (int top, int bottom) = Cut(whole.Row, whole.Height, _touched[tile].Top, _touched[tile].Bottom);
        var core = new Window(left, top, right - left, bottom - top);
        return new Tile(core, core.GrowWithin(_reach.Halo, _scene.Width, _scene.Height));
    }

    // Cuts begin where cores may begin, so the engine's promise about bits holds for the parts too.
    private (int First, int End) Cut(int start, int length, int first, int end)
    {
        int step = ((length + Parts - 1) / Parts) + _reach.Alignment - 1;
        step -= step % _reach.Alignment;
        return (start + ((first - start) / step * step), Math.Min(start + length, start + ((end - start + step - 1) / step * step)));
    }
}
