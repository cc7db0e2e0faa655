using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Cuts an image into tiles so narrow that the rows which the filters hold stay in a core's cache.</summary>
internal readonly struct Tiling
{
    // 2048 columns: the rows between the filters take 220 KB of a core's second-level cache; narrower tiles spend more on the ends of rows than they gain.
    // 256 rows: the halo of 7 costs 5 percent, and even a patch of 512 gives work to two threads.
    private const int Columns = 2048, Rows = 256;

    private readonly int _height, _width, _across, _down;

    /// <summary>Cuts an image of the given size evenly.</summary>
    public Tiling(int height, int width) =>
        (_height, _width, _across, _down) = (height, width, (width + Columns - 1) / Columns, (height + Rows - 1) / Rows);

    /// <summary>Number of tiles.</summary>
    public int Count => _across * _down;

    /// <summary>Largest width of a tile grown by a halo.</summary>
    public int WidthWith(int halo) => Math.Min(_width, ((_width + _across - 1) / _across) + (2 * halo));

    /// <summary>A tile's core; the cores tile the image.</summary>
    public Window this[int index]
    {
        get
        {
            (int row, int column) = Math.DivRem(index, _across);
            int left = Start(column, _across, _width), top = Start(row, _down, _height);
            return new Window(left, top, Start(column + 1, _across, _width) - left, Start(row + 1, _down, _height) - top);
        }
    }

    private static int Start(int part, int parts, int length) => (int)((long)length * part / parts);
}
