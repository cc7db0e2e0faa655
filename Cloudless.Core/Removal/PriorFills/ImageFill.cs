using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>A prior fill ready for one image; each pixel's estimate depends on that pixel alone, so parts of the image can be filled in any order.</summary>
/// <remarks>Keeps the image's weights and SAR, 4 or 12 bytes a pixel. Immutable, thread-safe while nobody writes the weights.</remarks>
public sealed class ImageFill
{
    private const float Lowest = 1, Highest = 10_000;

    private readonly SarLineCard[] _lines;
    private readonly Raster<float>? _sar;
    private readonly Raster<float> _weight;

    internal ImageFill(SarLineCard[] lines, Raster<float>? sar, Raster<float> weight, PriorFillReport report) =>
        (_lines, _sar, _weight, Report) = (lines, sar, weight, report);

    /// <summary>What was learned from the image.</summary>
    public PriorFillReport Report { get; }

    /// <summary>Fills the masked pixels of a part of the image.</summary>
    /// <param name="window">The part, in the image's pixels.</param>
    /// <param name="optical">[13 or more,window.Height,window.Width], planar, signed DN, finite; the first 13 channels change where the weight is above 0.</param>
    /// <exception cref="ArgumentException">The window leaves the image, or the span is too short.</exception>
    public void Paint(Window window, Span<float> optical)
    {
        int plane = window.Width * window.Height;
        if (!window.FitsIn(_weight.Width, _weight.Height) || optical.Length < _lines.Length * plane)
        {
            throw new ArgumentException(
                $"The window ({window}) in {_lines.Length} bands does not fit an image of {_weight.Width} x {_weight.Height} pixels and {optical.Length} samples.", nameof(window));
        }

        for (int y = 0; y < window.Height; y++)
        {
            int at = ((window.Row + y) * _weight.Width) + window.Column;
            ReadOnlySpan<float> weights = _weight.Data.AsSpan(at, window.Width);
            if (!weights.ContainsAnyExcept(0f))
            {
                continue;
            }

            for (int band = 0; band < _lines.Length; band++)
            {
                Span<float> row = optical.Slice((band * plane) + (y * window.Width), window.Width);
                if (_sar is null)
                {
                    PaintLevel(weights, (float)_lines[band].Constant, row);
                }
                else
                {
                    PaintLine(weights, _lines[band], _sar.Data.AsSpan(at, window.Width), _sar.Data.AsSpan(_sar.PlaneLength + at, window.Width), row);
                }
            }
        }
    }

    private static void PaintLevel(ReadOnlySpan<float> weights, float dn, Span<float> row)
    {
        dn = Math.Clamp(dn, Lowest, Highest);
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = weights[x] == 0 ? row[x] : (weights[x] * dn) + ((1 - weights[x]) * row[x]);
        }
    }

    private static void PaintLine(ReadOnlySpan<float> weights, SarLineCard line, ReadOnlySpan<float> vv, ReadOnlySpan<float> vh, Span<float> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            if (weights[x] > 0)
            {
                float dn = Math.Clamp((float)((line.Vv * vv[x]) + (line.Vh * vh[x]) + line.Constant), Lowest, Highest);
                row[x] = (weights[x] * dn) + ((1 - weights[x]) * row[x]);
            }
        }
    }
}
