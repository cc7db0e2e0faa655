using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>A prior fill ready for one image; each pixel's estimate depends on that pixel alone, so parts of the image can be filled in any order.</summary>
/// <remarks>Keeps the image's weights and SAR, 4 or 12 bytes a pixel. Immutable, thread-safe while nobody writes the weights.</remarks>
public sealed class ImageFill
{
    private const float Lowest = 1, Highest = 10_000;

    private static readonly int[] Visible = [Sentinel2Band.B02.Index, Sentinel2Band.B03.Index, Sentinel2Band.B04.Index];

    private readonly SarLineCard[] _lines;
    private readonly Raster<float>? _sar;
    private readonly Raster<float> _weight;
    private readonly float? _ceilingFrom;

    internal ImageFill(SarLineCard[] lines, Raster<float>? sar, Raster<float> weight, float? ceilingFrom, PriorFillReport report) =>
        (_lines, _sar, _weight, _ceilingFrom, Report) = (lines, sar, weight, ceilingFrom, report);

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

        float[] estimates = new float[_lines.Length * window.Width];
        for (int y = 0; y < window.Height; y++)
        {
            int at = ((window.Row + y) * _weight.Width) + window.Column;
            ReadOnlySpan<float> weights = _weight.Data.AsSpan(at, window.Width);
            if (!weights.ContainsAnyExcept(0f))
            {
                continue;
            }

            Span<float> rows = optical[(y * window.Width)..];
            Estimate(at, estimates, window.Width);
            if (_ceilingFrom is { } from)
            {
                Lower(estimates, rows, plane, window.Width, from);
            }

            for (int band = 0; band < _lines.Length; band++)
            {
                Mix(weights, estimates.AsSpan(band * window.Width, window.Width), rows.Slice(band * plane, window.Width));
            }
        }
    }

    private void Estimate(int at, Span<float> estimates, int width)
    {
        for (int band = 0; band < _lines.Length; band++)
        {
            Span<float> row = estimates.Slice(band * width, width);
            SarLineCard line = _lines[band];
            if (_sar is null)
            {
                row.Fill(Math.Clamp((float)line.Constant, Lowest, Highest));
                continue;
            }

            ReadOnlySpan<float> vv = _sar.Data.AsSpan(at, width), vh = _sar.Data.AsSpan(_sar.PlaneLength + at, width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = Math.Clamp((float)((line.Vv * vv[x]) + (line.Vh * vh[x]) + line.Constant), Lowest, Highest);
            }
        }
    }

    private void Lower(Span<float> estimates, ReadOnlySpan<float> rows, int plane, int width, float from)
    {
        for (int x = 0; x < width; x++)
        {
            float seen = 0, estimated = 0;
            foreach (int band in Visible)
            {
                seen += rows[(band * plane) + x];
                estimated += estimates[(band * width) + x];
            }

            for (int band = 0; seen > from * estimated && band < _lines.Length; band++)
            {
                ref float estimate = ref estimates[(band * width) + x];
                estimate = Math.Max(Lowest, Math.Min(estimate, rows[(band * plane) + x]));
            }
        }
    }

    private static void Mix(ReadOnlySpan<float> weights, ReadOnlySpan<float> estimates, Span<float> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = weights[x] == 0 ? row[x] : (weights[x] * estimates[x]) + ((1 - weights[x]) * row[x]);
        }
    }
}
