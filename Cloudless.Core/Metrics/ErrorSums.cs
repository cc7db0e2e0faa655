using Cloudless.Imagery;

namespace Cloudless.Metrics;

/// <summary>Running sums of errors over a set of pixels, in double precision.</summary>
internal sealed class ErrorSums(int channels)
{
    private readonly double[] _absolute = new double[channels];
    private readonly double[] _squared = new double[channels];
    private readonly double[] _signed = new double[channels];

    /// <summary>Pixels counted.</summary>
    public long Pixels { get; set; }

    /// <summary>Sum of spectral angles in degrees and how many pixels have one.</summary>
    public (double Sum, long Count) Angle { get; set; }

    /// <summary>Sum and count of the SSIM map, all windows.</summary>
    public (double Sum, long Count) Similarity { get; set; }

    /// <summary>Sum and count of the SSIM map where the window lies inside the image.</summary>
    public (double Sum, long Count) InnerSimilarity { get; set; }

    /// <summary>Counts one sample's difference in reflectance.</summary>
    public void Add(int channel, double difference)
    {
        _absolute[channel] += Math.Abs(difference);
        _squared[channel] += difference * difference;
        _signed[channel] += difference;
    }

    /// <summary>The union of two disjoint sets.</summary>
    public static ErrorSums Union(ErrorSums a, ErrorSums b)
    {
        var sum = new ErrorSums(a._absolute.Length)
        {
            Pixels = a.Pixels + b.Pixels,
            Angle = (a.Angle.Sum + b.Angle.Sum, a.Angle.Count + b.Angle.Count),
            Similarity = (a.Similarity.Sum + b.Similarity.Sum, a.Similarity.Count + b.Similarity.Count),
            InnerSimilarity = (a.InnerSimilarity.Sum + b.InnerSimilarity.Sum, a.InnerSimilarity.Count + b.InnerSimilarity.Count),
        };
        for (int c = 0; c < sum._absolute.Length; c++)
        {
            sum._absolute[c] = a._absolute[c] + b._absolute[c];
            sum._squared[c] = a._squared[c] + b._squared[c];
            sum._signed[c] = a._signed[c] + b._signed[c];
        }

        return sum;
    }

    /// <summary>The metrics; null for a set without pixels.</summary>
    public ImageMetrics? ToMetrics()
    {
        if (Pixels == 0)
        {
            return null;
        }

        int channels = _absolute.Length;
        double samples = (double)Pixels * channels, rmse = Math.Sqrt(_squared.Sum() / samples);
        return new ImageMetrics
        {
            Pixels = Pixels,
            Mae = _absolute.Sum() / samples,
            Rmse = rmse,
            Psnr = Psnr(rmse),
            SamDegrees = Angle.Sum / Angle.Count,
            Ssim = Mean(Similarity),
            SsimDSen2Cr = Mean(InnerSimilarity),
            Bands = [.. Enumerable.Range(0, channels).Select(Band)],
        };

        BandMetrics Band(int c)
        {
            string name = channels == Sentinel2Band.Count ? Sentinel2Band.All[c].Id : $"{c + 1}";
            double bandRmse = Math.Sqrt(_squared[c] / Pixels);
            return new BandMetrics(name, _absolute[c] / Pixels, bandRmse, Psnr(bandRmse), _signed[c] / Pixels);
        }
    }

    private static double? Mean((double Sum, long Count) value) => value.Count == 0 ? null : value.Sum / value.Count;

    private static double Psnr(double rmse) => 20 * Math.Log10(1 / rmse);
}
