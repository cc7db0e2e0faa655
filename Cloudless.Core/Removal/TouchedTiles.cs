using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>Tells which tiles have something to repaint while weights come strip by strip.</summary>
/// <param name="tiles">All tiles of the scene.</param>
internal sealed class TouchedTiles(IReadOnlyList<Tile> tiles)
{
    private readonly bool[] _touched = new bool[tiles.Count];

    /// <summary>All tiles.</summary>
    public IReadOnlyList<Tile> All => tiles;

    /// <summary>The tiles with a weight above 0 somewhere, in order.</summary>
    public IReadOnlyList<Tile> Touched => [.. tiles.Where((_, i) => _touched[i])];

    /// <summary>Looks at the weights of some rows.</summary>
    /// <param name="weights">[rows,W].</param>
    /// <param name="rows">Where they are: whole rows.</param>
    public void Mark(ReadOnlySpan<float> weights, Window rows)
    {
        for (int i = 0; i < _touched.Length; i++)
        {
            Window core = tiles[i].Core;
            for (int y = Math.Max(core.Row, rows.Row); !_touched[i] && y < Math.Min(core.Bottom, rows.Bottom); y++)
            {
                _touched[i] = weights.Slice(((y - rows.Row) * rows.Width) + core.Column, core.Width).ContainsAnyExcept(0f);
            }
        }
    }
}
