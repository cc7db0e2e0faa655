using Cloudless.Imagery;
using Cloudless.Reports;

namespace Cloudless.Temporal;

/// <summary>Before, after and what was repainted of one day, reduced as windows come. Not thread-safe.</summary>
internal sealed class SeriesPicture
{
    // A page holds two of these for each day.
    private const int LargestSide = 512, Colors = 3, Planes = (2 * Colors) + 1;

    private readonly int _sceneHeight, _sceneWidth, _factor;
    private readonly int[] _sums;

    /// <summary>Begins.</summary>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public SeriesPicture(int height, int width)
    {
        (_sceneHeight, _sceneWidth, _factor) = (height, width, (Math.Max(height, width) + LargestSide - 1) / LargestSide);
        (Height, Width) = ((height + _factor - 1) / _factor, (width + _factor - 1) / _factor);
        _sums = new int[Planes * Height * Width];
    }

    /// <summary>Rows of a picture.</summary>
    public int Height { get; }

    /// <summary>Columns of a picture.</summary>
    public int Width { get; }

    /// <summary>Before: [3,h,w], planar: red, green, blue.</summary>
    public byte[] Before => Means(0, Colors);

    /// <summary>After, as <see cref="Before"/>.</summary>
    public byte[] After => Means(Colors, Colors);

    /// <summary>For the page.</summary>
    public RemovalPictures Encode() => RemovalPictures.Encode(Before, After, Means(2 * Colors, 1), Height, Width);

    /// <summary>Takes a window.</summary>
    /// <param name="window">Where.</param>
    /// <param name="colors">[7,h,w]: red, green, blue before; the same after; the share repainted. 0..255.</param>
    public void Add(Window window, ReadOnlySpan<byte> colors)
    {
        for (int p = 0; p < Planes; p++)
        {
            for (int y = 0; y < window.Height; y++)
            {
                ReadOnlySpan<byte> row = colors.Slice(((p * window.Height) + y) * window.Width, window.Width);
                Span<int> line = _sums.AsSpan(((p * Height) + ((window.Row + y) / _factor)) * Width, Width);
                for (int x = 0; x < row.Length; x++)
                {
                    line[(window.Column + x) / _factor] += row[x];
                }
            }
        }
    }

    private byte[] Means(int first, int count)
    {
        var picture = new byte[count * Height * Width];
        for (int i = 0; i < picture.Length; i++)
        {
            (int row, int column) = Math.DivRem(i % (Height * Width), Width);
            int pixels = Math.Min(_factor, _sceneHeight - (row * _factor)) * Math.Min(_factor, _sceneWidth - (column * _factor));
            picture[i] = (byte)((_sums[(first * Height * Width) + i] + (pixels / 2)) / pixels);
        }

        return picture;
    }
}
