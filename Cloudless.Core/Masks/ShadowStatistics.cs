using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// Minimum and mean of CSI = (B08+B11)/2 and of B02 over an image: all that the shadow test needs to know of pixels far away (Zhai et al. 2018
/// as used by Meraner et al. 2020). Gathered window by window, then applied, so that a scene can be streamed.
/// </summary>
/// <remarks>
/// Sums of integer DN are exact in double precision, so the order and size of the windows do not change the result. The published systems take
/// the statistics of the array at hand: a 128x128 crop in training, a whole patch elsewhere. Not thread-safe; merge one per thread.
/// </remarks>
public sealed class ShadowStatistics
{
    private double _csiMinimum = double.PositiveInfinity;
    private double _csiSum;
    private double _blueMinimum = double.PositiveInfinity;
    private double _blueSum;

    /// <summary>Pixels counted so far.</summary>
    public long Count { get; private set; }

    /// <summary>T3 = min(CSI) + 3/4 (mean(CSI) - min(CSI)) in DN; negative infinity before the first pixel.</summary>
    public double CsiThreshold => Between(_csiMinimum, _csiSum, 3.0 / 4);

    /// <summary>T4 = min(B02) + 5/6 (mean(B02) - min(B02)) in DN; negative infinity before the first pixel.</summary>
    public double BlueThreshold => Between(_blueMinimum, _blueSum, 5.0 / 6);

    /// <summary>Counts the pixels of a window.</summary>
    /// <param name="optical">[13,H,W], planar, band order of <see cref="Sentinel2Band.All"/>; DN with the offset taken out; no NaN.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="skipNoData">Whether to leave out pixels with all 13 bands at 0.</param>
    /// <exception cref="ArgumentException">The span's length does not fit.</exception>
    public void Add(ReadOnlySpan<float> optical, int height, int width, bool skipNoData)
    {
        var bands = new OpticalPlanes(optical, height, width);
        ReadOnlySpan<float> blue = bands[Sentinel2Band.B02], nir = bands[Sentinel2Band.B08], swir = bands[Sentinel2Band.B11];
        for (int i = 0; i < bands.Length; i++)
        {
            if (skipNoData && bands.IsNoData(i))
            {
                continue;
            }

            AddPixel(blue[i], nir[i], swir[i]);
        }
    }

    /// <summary>Counts the pixels of a part of a window that are neither nodata nor cloud and farther than <paramref name="gap"/> from thick cloud.</summary>
    internal void AddCloudFree(
        ReadOnlySpan<float> optical, int height, int width, ReadOnlySpan<byte> cloud, ReadOnlySpan<int> squaredDistance, int gap, Window part)
    {
        var bands = new OpticalPlanes(optical, height, width);
        ReadOnlySpan<float> blue = bands[Sentinel2Band.B02], nir = bands[Sentinel2Band.B08], swir = bands[Sentinel2Band.B11];
        for (int y = part.Row; y < part.Bottom; y++)
        {
            for (int i = (y * width) + part.Column; i < (y * width) + part.Right; i++)
            {
                if (cloud[i] == 0 && squaredDistance[i] > gap * gap && !bands.IsNoData(i))
                {
                    AddPixel(blue[i], nir[i], swir[i]);
                }
            }
        }
    }

    /// <summary>Adds what another collector counted.</summary>
    public void Merge(ShadowStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _csiMinimum = Math.Min(_csiMinimum, other._csiMinimum);
        _csiSum += other._csiSum;
        _blueMinimum = Math.Min(_blueMinimum, other._blueMinimum);
        _blueSum += other._blueSum;
        Count += other.Count;
    }

    private void AddPixel(float blue, float nir, float swir)
    {
        double csi = ((double)nir + swir) / 2;
        _csiMinimum = Math.Min(_csiMinimum, csi);
        _csiSum += csi;
        _blueMinimum = Math.Min(_blueMinimum, blue);
        _blueSum += blue;
        Count++;
    }

    private double Between(double minimum, double sum, double fraction) =>
        Count == 0 ? double.NegativeInfinity : minimum + (fraction * ((sum / Count) - minimum));
}
