namespace Cloudless.Masks;

/// <summary>The runs of marked pixels of a row.</summary>
internal static unsafe class PixelRuns
{
    /// <summary>Integers that the runs of a row take at most.</summary>
    public static int Length(int width) => width + 1;

    /// <summary>Finds the runs.</summary>
    /// <param name="mask">[H,W], 0 or 1.</param>
    /// <param name="y">Row.</param>
    /// <param name="width">W.</param>
    /// <param name="runs">Overwritten: start and end (not included) of each run, as indices of pixels of the image.</param>
    /// <returns>Number of runs.</returns>
    public static int Find(byte* mask, int y, int width, Span<int> runs)
    {
        int first = y * width, x = 0, count = 0;
        var row = new ReadOnlySpan<byte>(mask + first, width);
        while (row[x..].IndexOf((byte)1) is >= 0 and int gap)
        {
            x += gap;
            int length = row[x..].IndexOf((byte)0);
            length = length < 0 ? width - x : length;
            (runs[2 * count], runs[(2 * count) + 1]) = (first + x, first + x + length);
            count++;
            x += length;
        }

        return count;
    }
}
