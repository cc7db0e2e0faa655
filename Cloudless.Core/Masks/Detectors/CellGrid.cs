using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Square cells of a scene that meet a window; a cell at the scene's lower or right edge may be cut.</summary>
/// <param name="Side">Pixels along a cell's side.</param>
/// <param name="Column">First column of cells, counted from the scene's left edge.</param>
/// <param name="Row">First row of cells.</param>
/// <param name="Columns">Columns of cells.</param>
/// <param name="Rows">Rows of cells.</param>
internal readonly record struct CellGrid(int Side, int Column, int Row, int Columns, int Rows)
{
    /// <summary>Number of cells.</summary>
    public int Length => Columns * Rows;

    /// <summary>The cells that a window meets.</summary>
    public static CellGrid Over(Window window, int side)
    {
        int column = window.Column / side, row = window.Row / side;
        return new CellGrid(side, column, row, ((window.Right - 1) / side) - column + 1, ((window.Bottom - 1) / side) - row + 1);
    }

    /// <summary>Rows of a window that a row of cells covers, in the window's coordinates.</summary>
    public (int First, int End) RowsIn(Window window, int row) => Part((Row + row) * Side, window.Row, window.Height);

    /// <summary>Columns of a window that a column of cells covers, in the window's coordinates.</summary>
    public (int First, int End) ColumnsIn(Window window, int column) => Part((Column + column) * Side, window.Column, window.Width);

    private (int First, int End) Part(int start, int windowStart, int windowLength) =>
        (Math.Max(0, start - windowStart), Math.Min(windowLength, start - windowStart + Side));
}
