namespace Cloudless.Imagery;

/// <summary>A rectangle of pixels in a raster: columns [Column, Column+Width), rows [Row, Row+Height).</summary>
/// <param name="Column">First column, 0 at the left edge.</param>
/// <param name="Row">First row, 0 at the top edge.</param>
/// <param name="Width">Number of columns, at least 1.</param>
/// <param name="Height">Number of rows, at least 1.</param>
public readonly record struct Window(int Column, int Row, int Width, int Height)
{
    /// <summary>The column after the last one.</summary>
    public int Right => Column + Width;

    /// <summary>The row after the last one.</summary>
    public int Bottom => Row + Height;

    /// <summary>This window grown by <paramref name="pixels"/> to each side and cut at the edges of a raster.</summary>
    public Window GrowWithin(int pixels, int rasterWidth, int rasterHeight)
    {
        int left = Math.Max(0, Column - pixels), top = Math.Max(0, Row - pixels);
        return new Window(left, top, Math.Min(rasterWidth, Right + pixels) - left, Math.Min(rasterHeight, Bottom + pixels) - top);
    }

    /// <summary>Whether this window lies wholly inside a raster of the given size.</summary>
    public bool FitsIn(int rasterWidth, int rasterHeight) =>
        Column >= 0 && Row >= 0 && Width > 0 && Height > 0 && Right <= rasterWidth && Bottom <= rasterHeight;

    /// <inheritdoc/>
    public override string ToString() => $"columns {Column}..{Right - 1}, rows {Row}..{Bottom - 1}";
}
