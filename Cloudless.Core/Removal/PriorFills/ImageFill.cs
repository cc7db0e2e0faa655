using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>A prior fill ready for one image; each pixel's estimate depends on that pixel alone, so parts of the image can be filled in any order.</summary>
/// <remarks>Keeps the image's weights and SAR, 4 or 12 bytes a pixel. Immutable, thread-safe while nobody writes the weights.</remarks>
public sealed class ImageFill
{
    private readonly FillLines _lines;
    private readonly Raster<float>? _sar;
    private readonly Raster<float> _weight;

    internal ImageFill(FillLines lines, Raster<float>? sar, Raster<float> weight) => (_lines, _sar, _weight) = (lines, sar, weight);

    /// <summary>What was learned from the image.</summary>
    public PriorFillReport Report => _lines.Report;

    /// <summary>Fills the masked pixels of a part of the image.</summary>
    /// <param name="window">The part, in the image's pixels.</param>
    /// <param name="optical">[13 or more,window.Height,window.Width], planar, signed DN, finite; the first 13 channels change where the weight is above 0.</param>
    /// <exception cref="ArgumentException">The window leaves the image, or the span is too short.</exception>
    public void Paint(Window window, Span<float> optical)
    {
        int plane = window.Width * window.Height;
        if (!window.FitsIn(_weight.Width, _weight.Height) || optical.Length < _lines.Bands * plane)
        {
            throw new ArgumentException(
                $"The window ({window}) in {_lines.Bands} bands does not fit an image of {_weight.Width} x {_weight.Height} pixels and {optical.Length} samples.", nameof(window));
        }

        PaintRows(window, optical, 0, window.Height);
    }

    /// <summary>As the other method, on several threads, for a window that lies in the image.</summary>
    internal void Paint(Window window, float[] optical, int threads) =>
        Workers.ForRows(window.Height, threads, (first, end) => PaintRows(window, optical, first, end));

    private void PaintRows(Window window, Span<float> optical, int first, int end)
    {
        int plane = window.Width * window.Height;
        float[] estimates = new float[_lines.Bands * window.Width];
        for (int y = first; y < end; y++)
        {
            int at = ((window.Row + y) * _weight.Width) + window.Column;
            ReadOnlySpan<float> vv = _sar is null ? default : _sar.Data.AsSpan(at, window.Width);
            ReadOnlySpan<float> vh = _sar is null ? default : _sar.Data.AsSpan(_sar.PlaneLength + at, window.Width);
            _lines.Paint(_weight.Data.AsSpan(at, window.Width), vv, vh, optical[(y * window.Width)..], plane, estimates);
        }
    }
}
