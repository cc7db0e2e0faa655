using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>What a prior fill learned from an image: a line a band. Each pixel's estimate depends on that pixel alone, so rows are filled in any order.</summary>
/// <param name="lines">One for each of the 13 bands.</param>
/// <param name="ceilingFrom">As in the card.</param>
/// <param name="report">How the lines came about.</param>
/// <remarks>Immutable, thread-safe.</remarks>
internal sealed class FillLines(SarLineCard[] lines, float? ceilingFrom, PriorFillReport report)
{
    private const float Lowest = 1, Highest = 10_000;

    private static readonly int[] Visible = [Sentinel2Band.B02.Index, Sentinel2Band.B03.Index, Sentinel2Band.B04.Index];

    /// <summary>What was learned from the image.</summary>
    public PriorFillReport Report => report;

    /// <summary>Bands that are filled: 13.</summary>
    public int Bands => lines.Length;

    /// <summary>Fills the masked pixels of a row.</summary>
    /// <param name="weights">The row's mask, 0..1.</param>
    /// <param name="vv">The row's VV by <see cref="SarTerms"/>; empty where SAR tells nothing.</param>
    /// <param name="vh">The row's VH, as <paramref name="vv"/>.</param>
    /// <param name="rows">Signed DN: the row in band 0, and in each other band so many samples further; changed where the weight is above 0.</param>
    /// <param name="plane">Samples from one band to the next.</param>
    /// <param name="estimates">Work: 13 rows.</param>
    public void Paint(ReadOnlySpan<float> weights, ReadOnlySpan<float> vv, ReadOnlySpan<float> vh, Span<float> rows, int plane, Span<float> estimates)
    {
        if (!weights.ContainsAnyExcept(0f))
        {
            return;
        }

        int width = weights.Length;
        Estimate(vv, vh, estimates, width);
        if (ceilingFrom is { } from)
        {
            Lower(estimates, rows, plane, width, from);
        }

        for (int band = 0; band < lines.Length; band++)
        {
            Mix(weights, estimates.Slice(band * width, width), rows.Slice(band * plane, width));
        }
    }

    private void Estimate(ReadOnlySpan<float> vv, ReadOnlySpan<float> vh, Span<float> estimates, int width)
    {
        for (int band = 0; band < lines.Length; band++)
        {
            Span<float> row = estimates.Slice(band * width, width);
            SarLineCard line = lines[band];
            if (vv.IsEmpty)
            {
                row.Fill(Math.Clamp((float)line.Constant, Lowest, Highest));
                continue;
            }

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

            for (int band = 0; seen > from * estimated && band < lines.Length; band++)
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
