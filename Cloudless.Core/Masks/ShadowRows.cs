using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The shadow mask of one tile, row by row: dark against the image's own level, then a 5x5 majority (Meraner et al. 2020).</summary>
internal unsafe struct ShadowRows<T>
    where T : unmanaged
{
    private readonly OpticalPlanes<T> _bands;
    private readonly DarkTest _test;
    private readonly Window _tile;
    private readonly ImageEdge _edge;
    private readonly short* _zeros, _counts;
    private RowRing<short> _dark;

    /// <summary>Takes its rows from scratch memory.</summary>
    /// <param name="bands">The image.</param>
    /// <param name="test">Thresholds of the scene.</param>
    /// <param name="tile">The tile with a halo of at least <see cref="MajorityOfDark.Halo"/>.</param>
    /// <param name="scratch">Moved behind the rows.</param>
    public ShadowRows(OpticalPlanes<T> bands, in DarkTest test, Window tile, ref byte* scratch)
    {
        (_bands, _test, _tile, _edge) = (bands, test, tile, new ImageEdge(tile, bands.Width));
        _dark = new RowRing<short>(MajorityOfDark.Side, tile.Width, ref scratch);
        _counts = new RowRing<short>(1, tile.Width, ref scratch)[0];
        _zeros = new RowRing<short>(1, tile.Width, ref scratch)[0];
        new Span<short>(_zeros, Samples.Padded(tile.Width)).Clear();
    }

    /// <summary>Scratch memory for a width.</summary>
    public static int Bytes(int width) => RowRing<short>.Bytes(MajorityOfDark.Side + 2, width);

    /// <summary>Makes a row; rows are asked for downward.</summary>
    /// <param name="y">Row of the tile.</param>
    /// <param name="first">First wanted column of the tile.</param>
    /// <param name="count">Columns.</param>
    /// <param name="noData">Nodata of the tile, which is not dark.</param>
    /// <param name="shadow">Overwritten, in whole vectors: -1 shadow, else 0.</param>
    public void Row(int y, int first, int count, ref NoDataRows<T> noData, short* shadow)
    {
        for (int last = Math.Min(y + MajorityOfDark.Halo, _tile.Height - 1); _dark.Next <= last; _dark.Next++)
        {
            short* dark = _dark[_dark.Next];
            _test.Row(_bands, _tile.Row + _dark.Next, _tile.Column, _tile.Width, dark);
            short* none = noData.Row(_dark.Next);
            if (none != null)
            {
                NoDataRows<T>.Clear(none, _tile.Width, dark);
            }
        }

        MajorityOfDark.CountRows(_dark, _zeros, y, _tile.Height, _edge, _tile.Width, _counts);
        MajorityOfDark.Vote(_counts + first, count, shadow);
    }
}
