using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>Mean and standard deviation of the Sentinel-2 bands of SEN12MS, as the classifiers of Schmitt and Wu 2021 and of the study of cloud removal downstream take them.</summary>
public static class PublishedStatistics
{
    private static readonly float[] Means = [1226.4215f, 1137.3799f, 1139.6792f, 1350.9973f, 1932.9058f, 2211.1584f, 2154.9846f, 2409.1128f, 2001.8622f, 1356.0801f];

    private static readonly float[] Deviations = [741.6254f, 740.883f, 960.1045f, 946.76056f, 985.52747f, 1082.4341f, 1057.7628f, 1136.1942f, 1132.7898f, 991.48016f];

    /// <summary>The bands of 10 and 20 m in order: B02 to B08, B8A, B11, B12.</summary>
    public static IReadOnlyList<Sentinel2Band> Bands { get; } =
    [
        Sentinel2Band.B02, Sentinel2Band.B03, Sentinel2Band.B04, Sentinel2Band.B05, Sentinel2Band.B06, Sentinel2Band.B07, Sentinel2Band.B08, Sentinel2Band.B8A, Sentinel2Band.B11, Sentinel2Band.B12,
    ];

    /// <summary>Mean and deviation of a band in DN; null for the bands of 60 m, for which none were published.</summary>
    public static (float Mean, float Deviation)? Of(Sentinel2Band band)
    {
        ArgumentNullException.ThrowIfNull(band);
        for (int i = 0; i < Bands.Count; i++)
        {
            if (Bands[i] == band)
            {
                return (Means[i], Deviations[i]);
            }
        }

        return null;
    }
}
