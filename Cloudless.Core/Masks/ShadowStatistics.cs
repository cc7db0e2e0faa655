using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// Minimum and mean of CSI = (B08+B11)/2 and of B02 over an image: all that the shadow test needs to know of pixels far away (Zhai et al. 2018
/// as used by Meraner et al. 2020). Gathered window by window, then applied, so that a scene can be streamed.
/// </summary>
/// <remarks>
/// Sums of integer DN are exact in double precision, so the order and size of the windows do not change the result. The published systems take
/// the statistics of the array at hand: a 128x128 crop in training, a whole patch elsewhere. Not thread-safe.
/// </remarks>
public sealed class ShadowStatistics
{
    private BrightnessSums _sums = new();

    /// <summary>Pixels counted so far.</summary>
    public long Count => _sums.Count;

    /// <summary>T3 = min(CSI) + 3/4 (mean(CSI) - min(CSI)) in DN; negative infinity before the first pixel.</summary>
    public double CsiThreshold => Between(_sums.InfraredMinimum / 2, _sums.InfraredSum / 2, 3.0 / 4);

    /// <summary>T4 = min(B02) + 5/6 (mean(B02) - min(B02)) in DN; negative infinity before the first pixel.</summary>
    public double BlueThreshold => Between(_sums.BlueMinimum, _sums.BlueSum, 5.0 / 6);

    /// <summary>Counts the pixels of a window.</summary>
    /// <param name="optical">[13,H,W], planar, band order of <see cref="Sentinel2Band.All"/>; DN with the offset taken out; no NaN.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="skipNoData">Whether to leave out pixels with all 13 bands at 0.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">The span's length does not fit.</exception>
    public unsafe void Add(ReadOnlySpan<float> optical, int height, int width, bool skipNoData, int threads = 0)
    {
        fixed (float* samples = optical)
        {
            Add(new OpticalPlanes<float>(samples, optical.Length, height, width), skipNoData, threads);
        }
    }

    /// <summary>Adds what another collector counted.</summary>
    public void Merge(ShadowStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _sums.Add(other._sums);
    }

    /// <summary>Counts the pixels of a pinned window.</summary>
    internal void Add<T>(OpticalPlanes<T> bands, bool skipNoData, int threads)
        where T : unmanaged => _sums.Add(BrightnessJob<T>.Sum(bands, skipNoData, threads));

    /// <summary>Adds sums made elsewhere.</summary>
    internal void Add(in BrightnessSums sums) => _sums.Add(sums);

    private double Between(double minimum, double sum, double fraction) =>
        Count == 0 ? double.NegativeInfinity : minimum + (fraction * ((sum / Count) - minimum));
}
