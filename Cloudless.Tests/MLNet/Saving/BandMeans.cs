using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cloudless.Tests.MLNet.Saving;

internal sealed class BandMeansInput
{
    public float[] CloudFree { get; set; } = [];

    public float[] CloudMask { get; set; } = [];
}

internal sealed class BandMeansOutput
{
    [VectorType(14)]
    public float[] Features { get; set; } = [];
}

/// <summary>Features of one size from images of any size: the mean of each band, and the share of cloud.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class BandMeans : CustomMappingFactory<BandMeansInput, BandMeansOutput>
{
    public const string Contract = "Cloudless.Tests.BandMeans";

    public override Action<BandMeansInput, BandMeansOutput> GetMapping() => Compute;

    public static void Compute(BandMeansInput row, BandMeansOutput output)
    {
        int plane = row.CloudFree.Length / 13;
        output.Features = [.. row.CloudFree.Chunk(plane).Select(band => band.Average() / 10_000), row.CloudMask.Count(c => c == 1) / (float)plane];
    }
}
