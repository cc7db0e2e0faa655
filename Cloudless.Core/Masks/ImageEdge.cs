using System.Runtime.CompilerServices;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// Which sides of a tile's rows are the image's own edge, where windows find a given value beyond the row. At other sides they find whatever is in memory:
/// that spoils no more than the halo, and a row that was just written is read without waiting for a frame around it.
/// </summary>
internal readonly unsafe struct ImageEdge(Window tile, int imageWidth)
{
    private readonly int _width = tile.Width;
    private readonly bool _left = tile.Column == 0, _right = tile.Right == imageWidth;

    /// <summary>Writes a value into the samples beside a row that a window of the given radius reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Frame<T>(T* row, int radius, T value)
        where T : unmanaged
    {
        for (int i = 1; i <= radius && _left; i++)
        {
            row[-i] = value;
        }

        for (int i = 0; i < radius && _right; i++)
        {
            row[_width + i] = value;
        }
    }
}
