using Cloudless.Imagery;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cloudless.Samples.LandCover.Patches;

/// <summary>
/// The step between images of any size and a trainer: the mean of each band and three indices, in a vector of known size. A factory, so that a saved pipeline finds it again. Few numbers, for there are
/// few patches to learn from; and none about texture, which what is painted under clouds does not have.
/// </summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class BandStatistics : CustomMappingFactory<BandStatistics.Input, BandStatistics.Output>
{
    public const string ContractName = "LandCover.BandStatistics";

    /// <summary>Length of the vector.</summary>
    public const int Length = Sentinel2Band.Count + 3;

    /// <inheritdoc/>
    public override Action<Input, Output> GetMapping() => (input, output) => output.Features = Compute(input.Image);

    private static float[] Compute(float[] image)
    {
        float[] features = new float[Length];
        int plane = image.Length / Sentinel2Band.Count, at = 0;
        for (; at < Sentinel2Band.Count; at++)
        {
            features[at] = image.Skip(at * plane).Take(plane).Average();
        }

        features[at++] = Ratio(Sentinel2Band.B08, Sentinel2Band.B04);
        features[at++] = Ratio(Sentinel2Band.B03, Sentinel2Band.B08);
        features[at] = Ratio(Sentinel2Band.B11, Sentinel2Band.B08);
        return features;

        float Ratio(Sentinel2Band a, Sentinel2Band b) => (features[a.Index] - features[b.Index]) / Math.Max(1, features[a.Index] + features[b.Index]);
    }

    internal sealed class Input
    {
        public float[] Image { get; set; } = [];
    }

    internal sealed class Output
    {
        [VectorType(Length)]
        public float[] Features { get; set; } = [];
    }
}
