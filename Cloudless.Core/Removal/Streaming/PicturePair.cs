using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Removal.Streaming;

/// <summary>Before and after in true color, reduced as they come: whole numbers are summed, so the pictures are those of the whole scene.</summary>
internal sealed class PicturePair
{
    private const int Colors = 3;

    private readonly int _sceneHeight, _sceneWidth, _factor, _height, _width;
    private readonly int[] _before, _change;
    private readonly byte[] _row;

    /// <summary>Begins.</summary>
    /// <param name="height">H of the scene.</param>
    /// <param name="width">W of the scene.</param>
    public PicturePair(int height, int width)
    {
        (_sceneHeight, _sceneWidth, _factor) = (height, width, Quicklook.Factor(height, width));
        (_height, _width) = ((height + _factor - 1) / _factor, (width + _factor - 1) / _factor);
        (_before, _change) = (new int[Colors * _height * _width], new int[Colors * _height * _width]);
        _row = new byte[Colors * width];
    }

    /// <summary>Takes a strip of the input.</summary>
    public void Look(StripView strip)
    {
        for (int y = 0; y < strip.Core.Height; y++)
        {
            Sum(_before, 1, strip.Core.Row + y, 0, strip.Dn, strip.Plane, strip.First + (y * strip.Core.Width), strip.Core.Width);
        }
    }

    /// <summary>Takes pixels that are about to be painted out of the later picture.</summary>
    /// <param name="row">Row in the scene.</param>
    /// <param name="column">Column of the first pixel.</param>
    /// <param name="dn">13 channels, signed DN.</param>
    /// <param name="plane">Samples from one channel to the next.</param>
    /// <param name="at">The first pixel in a channel.</param>
    /// <param name="count">Number of pixels.</param>
    public void Take(int row, int column, ReadOnlySpan<float> dn, int plane, int at, int count) => Sum(_change, -1, row, column, dn, plane, at, count);

    /// <summary>Puts painted pixels into the later picture; arguments as <see cref="Take"/>.</summary>
    public void Put(int row, int column, ReadOnlySpan<float> dn, int plane, int at, int count) => Sum(_change, 1, row, column, dn, plane, at, count);

    /// <summary>Rows of a picture.</summary>
    public int Height => _height;

    /// <summary>Columns of a picture.</summary>
    public int Width => _width;

    /// <summary>The input: [3,h,w], planar: red, green, blue.</summary>
    public byte[] Before() => Means(i => _before[i]);

    /// <summary>The result, once all is painted; as <see cref="Before"/>.</summary>
    public byte[] After() => Means(i => _before[i] + _change[i]);

    private void Sum(int[] sums, int sign, int row, int column, ReadOnlySpan<float> dn, int plane, int at, int count)
    {
        Span<byte> red = _row.AsSpan(0, count), green = _row.AsSpan(_sceneWidth, count), blue = _row.AsSpan(2 * _sceneWidth, count);
        Quicklook.Colors(
            dn.Slice((Sentinel2Band.B04.Index * plane) + at, count), dn.Slice((Sentinel2Band.B03.Index * plane) + at, count),
            dn.Slice((Sentinel2Band.B02.Index * plane) + at, count), Quicklook.DefaultMaximumDn, red, green, blue);
        for (int c = 0; c < Colors; c++)
        {
            Span<byte> samples = _row.AsSpan(c * _sceneWidth, count);
            Span<int> line = sums.AsSpan(((c * _height) + (row / _factor)) * _width, _width);
            for (int x = 0; x < samples.Length; x++)
            {
                line[(column + x) / _factor] += sign * samples[x];
            }
        }
    }

    private byte[] Means(Func<int, int> sum)
    {
        var picture = new byte[_before.Length];
        for (int i = 0; i < picture.Length; i++)
        {
            (int row, int column) = Math.DivRem(i % (_height * _width), _width);
            int rows = Math.Min(_factor, _sceneHeight - (row * _factor)), columns = Math.Min(_factor, _sceneWidth - (column * _factor)), count = rows * columns;
            picture[i] = (byte)((sum(i) + (count / 2)) / count);
        }

        return picture;
    }
}
