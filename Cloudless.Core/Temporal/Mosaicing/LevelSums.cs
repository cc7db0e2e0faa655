using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Sums over the pixels that are clear on two dates, from which one is brought to the level of the other.</summary>
internal sealed class LevelSums(int channels)
{
    /// <summary>Pixels clear on both below which no level is fitted.</summary>
    public const int LeastPixels = 64;

    // A line through few or equal pixels is drawn towards a gain of 1, as if this variance (DN squared, per pixel pair of the least number) had been seen with it.
    private const double PriorVariance = 100.0 * 100;

    private readonly double[] _sums = new double[4 * channels];

    /// <summary>Pixels counted.</summary>
    public long Pixels { get; private set; }

    /// <summary>Adds a window.</summary>
    /// <param name="wanted">[C,h,w], the date whose level is wanted.</param>
    /// <param name="wantedMask">[h,w].</param>
    /// <param name="other">[C,h,w], the date to change.</param>
    /// <param name="otherMask">[h,w].</param>
    public void Add(ReadOnlySpan<float> wanted, ReadOnlySpan<byte> wantedMask, ReadOnlySpan<float> other, ReadOnlySpan<byte> otherMask)
    {
        int length = wantedMask.Length;
        for (int i = 0; i < length; i++)
        {
            Pixels += wantedMask[i] == PixelClass.Clear && otherMask[i] == PixelClass.Clear ? 1 : 0;
        }

        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> ys = wanted.Slice(c * length, length), xs = other.Slice(c * length, length);
            double sx = 0, sy = 0, sxx = 0, sxy = 0;
            for (int i = 0; i < length; i++)
            {
                if (wantedMask[i] == PixelClass.Clear && otherMask[i] == PixelClass.Clear)
                {
                    double x = xs[i], y = ys[i];
                    sx += x;
                    sy += y;
                    sxx += x * x;
                    sxy += x * y;
                }
            }

            Span<double> to = _sums.AsSpan(4 * c, 4);
            to[0] += sx;
            to[1] += sy;
            to[2] += sxx;
            to[3] += sxy;
        }
    }

    /// <summary>The sums of several windows, added in their order.</summary>
    public static LevelSums Total(int channels, IEnumerable<LevelSums> parts)
    {
        var total = new LevelSums(channels);
        foreach (LevelSums part in parts)
        {
            total.Pixels += part.Pixels;
            for (int i = 0; i < total._sums.Length; i++)
            {
                total._sums[i] += part._sums[i];
            }
        }

        return total;
    }

    /// <summary>Mean of the wanted date's band over the pixels counted, DN.</summary>
    public float WantedMean(int channel) => (float)(_sums[(4 * channel) + 1] / Pixels);

    /// <summary>wanted = gain * other + offset; the date as it is where there are too few pixels.</summary>
    public (float Gain, float Offset) Line(int channel, MosaicLevel level)
    {
        if (level == MosaicLevel.None || Pixels < LeastPixels)
        {
            return (1, 0);
        }

        ReadOnlySpan<double> s = _sums.AsSpan(4 * channel, 4);
        double meanX = s[0] / Pixels, meanY = s[1] / Pixels;
        double prior = PriorVariance * LeastPixels;
        double gain = level == MosaicLevel.Offset
            ? 1
            : (Math.Max(0, s[3] - (Pixels * meanX * meanY)) + prior) / (Math.Max(0, s[2] - (Pixels * meanX * meanX)) + prior);
        return ((float)gain, (float)(meanY - (gain * meanX)));
    }
}
