using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>The network's share as a picture, reduced as <see cref="PicturePair"/> is: whole numbers are summed, so strips do not show.</summary>
/// <param name="weight">[1,H,W], 0..1.</param>
internal sealed class SharePicture(SampleStore<float> weight)
{
    private readonly int _factor = Quicklook.Factor(weight.Height, weight.Width);
    private int[] _sums = [];
    private float[] _weights = [];

    private int Columns => (weight.Width + _factor - 1) / _factor;

    private int Rows => (weight.Height + _factor - 1) / _factor;

    /// <summary>Takes a strip whose weights are stored.</summary>
    public void Look(Window strip)
    {
        int length = strip.Height * strip.Width;
        _weights = _weights.Length >= length ? _weights : new float[length];
        _sums = _sums.Length > 0 ? _sums : new int[Rows * Columns];
        weight.Read(0, strip, _weights.AsSpan(0, length));
        for (int y = 0; y < strip.Height; y++)
        {
            ReadOnlySpan<float> row = _weights.AsSpan(y * strip.Width, strip.Width);
            Span<int> line = _sums.AsSpan((strip.Row + y) / _factor * Columns, Columns);
            // Most rows of a clear scene hold nothing.
            for (int x = row.IndexOfAnyExcept(0f); x >= 0 && x < row.Length; x++)
            {
                line[x / _factor] += (int)((row[x] * byte.MaxValue) + 0.5f);
            }
        }
    }

    /// <summary>The picture: [h,w], 0..255, the mean of the pixels.</summary>
    public byte[] Means()
    {
        var picture = new byte[Rows * Columns];
        for (int i = 0; i < _sums.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, Columns);
            int count = Math.Min(_factor, weight.Height - (row * _factor)) * Math.Min(_factor, weight.Width - (column * _factor));
            picture[i] = (byte)((_sums[i] + (count / 2)) / count);
        }

        return picture;
    }
}
