namespace Cloudless.Temporal;

/// <summary>
/// One of the three unfoldings of an image [C,H,W]: a matrix whose columns run along one of its sides, cut into pieces of whole columns that can be done one by one.
/// </summary>
/// <param name="Height">Length of a column.</param>
/// <param name="Step">Distance of a column's entries in the image.</param>
/// <param name="Pieces">First entry, number of columns and their distance, for each piece.</param>
internal sealed record TensorUnfolding(int Height, int Step, IReadOnlyList<(int Start, int Columns, int Step)> Pieces)
{
    private const int PixelsInPiece = 4096;

    /// <summary>The unfoldings along bands, rows and columns.</summary>
    public static IReadOnlyList<TensorUnfolding> Of(int channels, int height, int width)
    {
        int plane = height * width, cuts = (plane + PixelsInPiece - 1) / PixelsInPiece;
        return
        [
            new(channels, plane, [.. Enumerable.Range(0, cuts).Select(i => (i * PixelsInPiece, Math.Min(PixelsInPiece, plane - (i * PixelsInPiece)), 1))]),
            new(height, width, [.. Enumerable.Range(0, channels).Select(c => (c * plane, width, 1))]),
            new(width, 1, [.. Enumerable.Range(0, channels).Select(c => (c * plane, height, width))]),
        ];
    }

    /// <summary>Copies a piece out of an image, [Height, columns].</summary>
    public void Gather(ReadOnlySpan<float> image, int piece, Span<float> matrix)
    {
        (int start, int columns, int step) = Pieces[piece];
        for (int i = 0, at = 0; i < Height; i++)
        {
            for (int j = 0; j < columns; j++, at++)
            {
                matrix[at] = image[start + (i * Step) + (j * step)];
            }
        }
    }

    /// <summary>Adds a piece to an image, times a factor.</summary>
    public void Scatter(ReadOnlySpan<float> matrix, int piece, float factor, Span<float> image)
    {
        (int start, int columns, int step) = Pieces[piece];
        for (int i = 0, at = 0; i < Height; i++)
        {
            for (int j = 0; j < columns; j++, at++)
            {
                image[start + (i * Step) + (j * step)] += matrix[at] * factor;
            }
        }
    }
}
