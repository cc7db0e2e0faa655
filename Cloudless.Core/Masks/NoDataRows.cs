using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Which pixels of a tile are nodata, row by row; held until the slowest filter has caught up.</summary>
internal unsafe struct NoDataRows<T>
    where T : unmanaged
{
    private const int Slots = 16;

    private readonly OpticalPlanes<T> _bands;
    private readonly Window _tile;
    private readonly bool _mark;
    private RowRing<short> _rows;
    private ushort _found;

    /// <summary>Takes its rows from scratch memory.</summary>
    /// <param name="bands">The image.</param>
    /// <param name="tile">The tile with its halo.</param>
    /// <param name="mark">Whether to look for nodata at all.</param>
    /// <param name="scratch">Moved behind the rows.</param>
    public NoDataRows(OpticalPlanes<T> bands, Window tile, bool mark, ref byte* scratch) =>
        (_bands, _tile, _mark, _rows) = (bands, tile, mark, new RowRing<short>(Slots, tile.Width, ref scratch));

    /// <summary>Scratch memory for a width.</summary>
    public static int Bytes(int width) => RowRing<short>.Bytes(Slots, width);

    /// <summary>A row of the tile, -1 where nodata, else 0; null where there is none. Rows may be asked for again while none 16 below was.</summary>
    public short* Row(int y)
    {
        if (!_mark)
        {
            return null;
        }

        for (; _rows.Next <= y; _rows.Next++)
        {
            int bit = 1 << (_rows.Next % Slots);
            bool found = _bands.MarkNoData(_tile.Row + _rows.Next, _tile.Column, _tile.Width, _rows[_rows.Next]);
            _found = (ushort)(found ? _found | bit : _found & ~bit);
        }

        return (_found & (1 << (y % Slots))) != 0 ? _rows[y] : null;
    }

    /// <summary>Sets the scores of nodata pixels to 0.</summary>
    public static void Clear(short* noData, int count, float* score)
    {
        for (int x = 0; x < count; x++)
        {
            score[x] = noData[x] != 0 ? 0 : score[x];
        }
    }

    /// <summary>Takes nodata pixels out of a mask.</summary>
    public static void Clear(short* noData, int count, short* mask)
    {
        for (int x = 0; x < count; x += Vector<short>.Count)
        {
            Vector.AndNot(Vector.Load(mask + x), Vector.Load(noData + x)).Store(mask + x);
        }
    }
}
