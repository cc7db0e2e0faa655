using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>Medians per band over the clear pixels of any number of images, by histograms of whole DN: exact, one pass, whatever the order.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class BandMedians
{
    private readonly int[][] _counts = [.. Enumerable.Range(0, Sentinel2Band.Count).Select(_ => new int[ushort.MaxValue + 1])];
    private long _pixels;

    /// <summary>Counts the clear pixels of an image, or of some rows of it; values beyond 0..65535 DN count as the nearest end.</summary>
    public void Add(PlaneRows opticalDn, ClearPixels clear, int threads)
    {
        _pixels += clear.Count;
        EachBand.Do(threads, band =>
        {
            ReadOnlySpan<float> dn = opticalDn[band];
            ReadOnlySpan<bool> flags = clear.Flags;
            int[] counts = _counts[band];
            for (int i = 0; i < dn.Length; i++)
            {
                if (flags[i])
                {
                    counts[(int)Math.Clamp(MathF.Round(dn[i]), 0, ushort.MaxValue)]++;
                }
            }
        });
    }

    /// <summary>The 13 medians in DN; the lower one of two. At least one pixel must have been counted.</summary>
    public float[] ToSpectrum() => [.. _counts.Select(Median)];

    private float Median(int[] counts)
    {
        long seen = 0;
        int dn = -1;
        while (2 * seen < _pixels)
        {
            seen += counts[++dn];
        }

        return dn;
    }
}
