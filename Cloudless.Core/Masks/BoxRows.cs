using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The 7x7 mean of one band of a tile, row by row.</summary>
internal unsafe struct BoxRows<T>
    where T : unmanaged
{
    private readonly OpticalPlanes<T> _bands;
    private readonly int _band;
    private readonly Window _tile;
    private readonly ImageEdge _edge;
    private readonly double* _sums, _zeros;
    private RowRing<double> _rows;

    /// <summary>Takes its rows from scratch memory.</summary>
    /// <param name="bands">The image.</param>
    /// <param name="band">Channel.</param>
    /// <param name="tile">The tile with a halo of at least <see cref="BoxMean.Halo"/>.</param>
    /// <param name="scratch">Moved behind the rows.</param>
    public BoxRows(OpticalPlanes<T> bands, int band, Window tile, ref byte* scratch)
    {
        (_bands, _band, _tile, _edge) = (bands, band, tile, new ImageEdge(tile, bands.Width));
        _rows = new RowRing<double>(BoxMean.Side, tile.Width, ref scratch);
        _zeros = new RowRing<double>(1, tile.Width, ref scratch)[0];
        _sums = new RowRing<double>(1, tile.Width, ref scratch)[0];
        new Span<double>(_zeros, Samples.Padded(tile.Width)).Clear();
    }

    /// <summary>Scratch memory for a width.</summary>
    public static int Bytes(int width) => RowRing<double>.Bytes(BoxMean.Side + 2, width);

    /// <summary>Makes a row; rows are asked for downward.</summary>
    /// <param name="y">Row of the tile.</param>
    /// <param name="first">First wanted column of the tile.</param>
    /// <param name="count">Columns.</param>
    /// <param name="mean">Overwritten, in whole vectors; DN.</param>
    public void Row(int y, int first, int count, float* mean)
    {
        for (int last = Math.Min(y + BoxMean.Halo, _tile.Height - 1); _rows.Next <= last; _rows.Next++)
        {
            Samples.Copy(_bands.Row(_band, _tile.Row + _rows.Next, _tile.Column), _tile.Width, _rows[_rows.Next]);
        }

        BoxMean.SumRows(_rows, _zeros, y, _tile.Height, _edge, _tile.Width, _sums);
        BoxMean.Average(_sums + first, count, float.NegativeInfinity, float.PositiveInfinity, mean);
    }
}
