using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Removal.PriorFills;

/// <summary>Medians per band over the clear pixels of any number of images, by histograms of whole DN.</summary>
internal sealed class BandMedians
{
    private readonly int[][] _counts = [.. Enumerable.Range(0, Sentinel2Band.Count).Select(_ => new int[ushort.MaxValue + 1])];

    /// <summary>Clear pixels counted.</summary>
    public long Pixels { get; private set; }

    /// <summary>Counts the clear pixels of an image; values beyond 0..65535 DN count as the nearest end.</summary>
    public void Add(FillImage image)
    {
        for (int i = 0; i < image.Mask.Data.Length; i++)
        {
            if (image.Mask.Data[i] == PixelClass.Clear)
            {
                Pixels++;
                for (int band = 0; band < _counts.Length; band++)
                {
                    _counts[band][(int)Math.Clamp(MathF.Round(image.Optical.Channel(band)[i]), 0, ushort.MaxValue)]++;
                }
            }
        }
    }

    /// <summary>The 13 medians in DN; the lower one of two. At least one pixel must have been counted.</summary>
    public float[] ToSpectrum() => [.. _counts.Select(Median)];

    private float Median(int[] counts)
    {
        long seen = 0;
        int dn = -1;
        while (2 * seen < Pixels)
        {
            seen += counts[++dn];
        }

        return dn;
    }
}
