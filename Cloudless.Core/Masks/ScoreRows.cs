using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// The cloud scores of one tile, row by row: each row goes through spectral tests, closing, mean and clip while the rows that the filters
/// still need stay in the cache.
/// </summary>
/// <remarks>A tile is handled as an image of its own: its rows and columns that are <see cref="CloudScore.Halo"/> inside, or at the image's edge, are right.</remarks>
internal unsafe struct ScoreRows<T>
    where T : unmanaged
{
    private const float Least = 0.00001f;

    private readonly OpticalPlanes<T> _bands;
    private readonly SpectralTests _tests;
    private readonly Window _tile;
    private readonly ImageEdge _edge;
    private readonly float* _raw, _dilated;
    private readonly double* _sums, _zeros;
    private RowRing<float> _maxima, _minima;
    private RowRing<double> _closed;

    /// <summary>Takes its rows from scratch memory.</summary>
    /// <param name="bands">The image.</param>
    /// <param name="tests">Constants.</param>
    /// <param name="tile">The tile with its halo.</param>
    /// <param name="scratch">Moved behind the rows.</param>
    public ScoreRows(OpticalPlanes<T> bands, in SpectralTests tests, Window tile, ref byte* scratch)
    {
        (_bands, _tests, _tile, _edge) = (bands, tests, tile, new ImageEdge(tile, bands.Width));
        _maxima = new RowRing<float>(GreyClosing.Side, tile.Width, ref scratch);
        _minima = new RowRing<float>(GreyClosing.Side, tile.Width, ref scratch);
        _closed = new RowRing<double>(BoxMean.Side, tile.Width, ref scratch);
        _raw = new RowRing<float>(1, tile.Width, ref scratch)[0];
        _dilated = new RowRing<float>(1, tile.Width, ref scratch)[0];
        _sums = new RowRing<double>(1, tile.Width, ref scratch)[0];
        _zeros = new RowRing<double>(1, tile.Width, ref scratch)[0];
        new Span<double>(_zeros, Samples.Padded(tile.Width)).Clear();
    }

    /// <summary>Scratch memory for a width.</summary>
    public static int Bytes(int width) =>
        RowRing<float>.Bytes((2 * GreyClosing.Side) + 2, width) + RowRing<double>.Bytes(BoxMean.Side + 2, width);

    /// <summary>Makes the scores of a row; rows are asked for downward.</summary>
    /// <param name="y">Row of the tile.</param>
    /// <param name="first">First wanted column of the tile.</param>
    /// <param name="count">Columns.</param>
    /// <param name="noData">Nodata of the tile, whose raw score is 0: a zero spectrum scores -3 and would erase the cloud beside it, 0 is what the box finds outside of the image.</param>
    /// <param name="score">Overwritten, in whole vectors; 0.00001..1.</param>
    public void Row(int y, int first, int count, ref NoDataRows<T> noData, float* score)
    {
        for (int last = Math.Min(y + BoxMean.Halo, _tile.Height - 1); _closed.Next <= last; _closed.Next++)
        {
            MakeClosed(_closed.Next, ref noData);
        }

        BoxMean.SumRows(_closed, _zeros, y, _tile.Height, _edge, _tile.Width, _sums);
        BoxMean.Average(_sums + first, count, Least, 1, score);
    }

    private void MakeClosed(int y, ref NoDataRows<T> noData)
    {
        for (int last = Math.Min(y + GreyClosing.Radius, _tile.Height - 1); _minima.Next <= last; _minima.Next++)
        {
            MakeMinima(_minima.Next, ref noData);
        }

        GreyClosing.MinimumOfRows(_minima, y, _tile.Height, _tile.Width, _closed[y]);
    }

    private void MakeMinima(int y, ref NoDataRows<T> noData)
    {
        for (int last = Math.Min(y + GreyClosing.Radius, _tile.Height - 1); _maxima.Next <= last; _maxima.Next++)
        {
            int row = _maxima.Next;
            _tests.Row(_bands, _tile.Row + row, _tile.Column, _tile.Width, _raw);
            short* none = noData.Row(row);
            if (none != null)
            {
                NoDataRows<T>.Clear(none, _tile.Width, _raw);
            }

            GreyClosing.MaximumAlongRow(_raw, _edge, _tile.Width, _maxima[row]);
        }

        GreyClosing.MaximumOfRows(_maxima, y, _tile.Height, _tile.Width, _dilated);
        GreyClosing.MinimumAlongRow(_dilated, _edge, _tile.Width, _minima[y]);
    }
}
