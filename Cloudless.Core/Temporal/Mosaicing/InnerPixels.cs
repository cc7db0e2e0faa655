using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>Where the pixels of a window lie in the larger window that was read around it.</summary>
internal readonly record struct InnerPixels(Window Inner, Window Outer)
{
    /// <summary>Pixels painted.</summary>
    public int Length => Inner.Width * Inner.Height;

    /// <summary>Index in the outer window of the first pixel of a row of the inner one.</summary>
    public int RowStart(int row) => ((Inner.Row + row - Outer.Row) * Outer.Width) + Inner.Column - Outer.Column;
}
