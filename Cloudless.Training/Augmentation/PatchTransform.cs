using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Training.Augmentation;

/// <summary>
/// A crop of a patch, flipped and turned: the augmentation of dsen2-cr. One draw serves all rasters of a sample, so that they stay aligned.
/// </summary>
/// <param name="Window">The square that is cut out.</param>
/// <param name="FlipRows">Whether rows are reversed first.</param>
/// <param name="FlipColumns">Whether columns are reversed first; at most one of the two.</param>
/// <param name="QuarterTurns">Turns of 90 degrees counter-clockwise after the flip, 0..3.</param>
public readonly record struct PatchTransform(Window Window, bool FlipRows, bool FlipColumns, int QuarterTurns)
{
    /// <summary>
    /// Draws a crop position, a flip axis out of none, rows and columns, and a number of turns, each uniformly. (dsen2-cr draws positions 0..127 of a 256 pixel patch
    /// and so never sees the last row and column; here every position is drawn.)
    /// </summary>
    /// <param name="height">Rows of the patch.</param>
    /// <param name="width">Columns of the patch.</param>
    /// <param name="crop">Side of the crop.</param>
    /// <param name="options">What is drawn; what is not stays at the top left and as it is.</param>
    /// <param name="random">As many numbers are drawn whatever the options are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The crop is larger than the patch.</exception>
    public static PatchTransform Draw(int height, int width, int crop, AugmentationOptions options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        if (crop < 1 || crop > height || crop > width)
        {
            throw new ArgumentOutOfRangeException(nameof(crop), crop, $"A crop of {crop} pixels does not fit a patch of {width} x {height}.");
        }

        int column = random.Next(width - crop + 1), row = random.Next(height - crop + 1), axis = random.Next(3), turns = random.Next(4);
        Window window = options.RandomCrop ? new Window(column, row, crop, crop) : new Window(0, 0, crop, crop);
        return new PatchTransform(window, options.Flip && axis == 1, options.Flip && axis == 2, options.Turn ? turns : 0);
    }

    /// <summary>Cuts one plane.</summary>
    /// <param name="plane">[H,W], row by row.</param>
    /// <param name="width">Columns of the plane.</param>
    /// <param name="destination">[crop,crop], overwritten.</param>
    public void Apply<TFrom, TTo>(ReadOnlySpan<TFrom> plane, int width, Span<TTo> destination)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        (int start, int perRow, int perColumn) = Steps(width);
        int crop = Window.Width;
        for (int y = 0; y < crop; y++)
        {
            int at = start + (y * perRow);
            Span<TTo> row = destination.Slice(y * crop, crop);
            for (int x = 0; x < row.Length; x++, at += perColumn)
            {
                row[x] = TTo.CreateTruncating(plane[at]);
            }
        }
    }

    /// <summary>Index of the first source pixel, and how it moves with each row and column of the result.</summary>
    private (int Start, int PerRow, int PerColumn) Steps(int width)
    {
        int last = Window.Width - 1;
        // Source row and column as (constant, factor of y, factor of x); a turn maps (y, x) to (x, last - y).
        (int C, int Y, int X) row = (0, 1, 0), column = (0, 0, 1);
        for (int k = 0; k < QuarterTurns; k++)
        {
            (row, column) = (column, (last - row.C, -row.Y, -row.X));
        }

        if (FlipRows)
        {
            row = (last - row.C, -row.Y, -row.X);
        }

        if (FlipColumns)
        {
            column = (last - column.C, -column.Y, -column.X);
        }

        return (((Window.Row + row.C) * width) + Window.Column + column.C, (row.Y * width) + column.Y, (row.X * width) + column.X);
    }
}
