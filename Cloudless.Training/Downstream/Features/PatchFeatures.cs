using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>The 68 features of a patch: mean, deviation, 10 %, 50 % and 90 % of twelve bands in DN, then mean and deviation of four indices.</summary>
/// <remarks>They know how bright a patch is and how its pixels differ, and nothing of where they lie: shuffled pixels have the same features.</remarks>
internal static class PatchFeatures
{
    /// <summary>How many there are.</summary>
    public const int Count = 68;

    /// <summary>The bands, in the order of the features: all but B10.</summary>
    public static IReadOnlyList<Sentinel2Band> Bands { get; } =
    [
        Sentinel2Band.B01, Sentinel2Band.B02, Sentinel2Band.B03, Sentinel2Band.B04, Sentinel2Band.B05, Sentinel2Band.B06,
        Sentinel2Band.B07, Sentinel2Band.B08, Sentinel2Band.B09, Sentinel2Band.B11, Sentinel2Band.B12, Sentinel2Band.B8A,
    ];

    // (a - b) / (a + b): NDVI, NDWI, NDBI, NDRE.
    private static readonly (Sentinel2Band A, Sentinel2Band B)[] Indices =
        [(Sentinel2Band.B08, Sentinel2Band.B04), (Sentinel2Band.B03, Sentinel2Band.B08), (Sentinel2Band.B11, Sentinel2Band.B08), (Sentinel2Band.B08, Sentinel2Band.B05)];

    /// <summary>The features of a patch [13,H,W], DN.</summary>
    public static double[] Of(Raster<float> patch)
    {
        var features = new List<double>(Count);
        foreach (Sentinel2Band band in Bands)
        {
            double[] sorted = [.. patch.Channel(band.Index).ToArray().Select(v => (double)v).Order()];
            (double mean, double deviation) = Moments(sorted);
            features.AddRange([mean, deviation, Quantile(sorted, 0.1), Quantile(sorted, 0.5), Quantile(sorted, 0.9)]);
        }

        foreach ((Sentinel2Band a, Sentinel2Band b) in Indices)
        {
            double[] index = new double[patch.PlaneLength];
            for (int i = 0; i < index.Length; i++)
            {
                double x = patch.Channel(a.Index)[i], y = patch.Channel(b.Index)[i];
                index[i] = x + y != 0 ? Math.Clamp((x - y) / (x + y), -1, 1) : 0;
            }

            (double mean, double deviation) = Moments(index);
            features.AddRange([mean, deviation]);
        }

        return [.. features];
    }

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
