using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Bilinear interpolation that leaves NaN out, and averages where the target is coarser than the source.</summary>
/// <remarks>
/// The kernel is a tent over one source pixel to each side, widened to one target pixel where that is larger, as GDAL's
/// warp does it. Weights are shared out anew among the pixels that have data; the value is NaN where less than half of the
/// weight inside the file has data, so that data neither grow into gaps nor shrink at them.
/// </remarks>
internal sealed class TentResampler
{
    private const double LeastShare = 0.5;

    private readonly Raster<float> _source;
    private readonly int _left, _top;
    private readonly double _radiusX, _radiusY;

    /// <summary>Prepares the interpolation in a part of a source.</summary>
    /// <param name="source">[C,h,w]; NaN where there are no data.</param>
    /// <param name="window">Where that part lies in the source.</param>
    /// <param name="scaleX">Source columns per target pixel.</param>
    /// <param name="scaleY">Source rows per target pixel.</param>
    public TentResampler(Raster<float> source, Window window, double scaleX, double scaleY)
    {
        _source = source;
        (_left, _top) = (window.Column, window.Row);
        (_radiusX, _radiusY) = (Math.Max(1, scaleX), Math.Max(1, scaleY));
    }

    /// <summary>The value of a channel at a place of the source (first pixel's center at 0.5, 0.5), or NaN.</summary>
    public float Sample(int channel, double x, double y)
    {
        double u = x - 0.5 - _left, v = y - 0.5 - _top;
        if (!(u >= -0.5 && u <= _source.Width - 0.5 && v >= -0.5 && v <= _source.Height - 0.5))
        {
            return float.NaN;
        }

        int firstColumn = Math.Max(0, (int)Math.Ceiling(u - _radiusX)), lastColumn = Math.Min(_source.Width - 1, (int)Math.Floor(u + _radiusX));
        int firstRow = Math.Max(0, (int)Math.Ceiling(v - _radiusY)), lastRow = Math.Min(_source.Height - 1, (int)Math.Floor(v + _radiusY));
        ReadOnlySpan<float> plane = _source.Channel(channel);
        double sum = 0, valid = 0, all = 0;
        for (int row = firstRow; row <= lastRow; row++)
        {
            double rowWeight = 1 - (Math.Abs(row - v) / _radiusY);
            ReadOnlySpan<float> line = plane.Slice(row * _source.Width, _source.Width);
            for (int column = firstColumn; column <= lastColumn; column++)
            {
                double weight = rowWeight * (1 - (Math.Abs(column - u) / _radiusX));
                float value = line[column];
                all += weight;
                if (!float.IsNaN(value))
                {
                    sum += weight * value;
                    valid += weight;
                }
            }
        }

        return valid > 0 && valid >= LeastShare * all ? (float)(sum / valid) : float.NaN;
    }
}
