#region readme
using Cloudless.Imagery;
using Cloudless.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

internal sealed class Patch
{
    [VectorType(13, 64, 64)]
    public float[] Optical { get; set; } = [];      // signed DN

    [VectorType(2, 64, 64)]
    public float[] Sar { get; set; } = [];          // VV and VH, dB or linear power

    public string Label { get; set; } = "";
}

internal sealed class Features
{
    [VectorType(13)]
    public float[] Means { get; set; } = [];
}

internal static class MLNetExample
{
    public static ITransformer TrainBehindCloudRemoval(MLContext mlContext, IEnumerable<Patch> patches) =>
        new SarOpticalStackTransformer()
            .Append(new CloudRemovalTransformer())
            .Append(mlContext.Transforms.CustomMapping<CloudFreeImage, Features>(
                (image, features) => features.Means = [.. image.CloudFree.Chunk(64 * 64).Select(band => band.Average())], "BandMeans"))
            .Append(mlContext.Transforms.Conversion.MapValueToKey("Class", "Label"))
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", "Means"))
            .Fit(mlContext.Data.LoadFromEnumerable(patches));

    public static void MasksOfAFolder(MLContext mlContext, string folder, string output)
    {
        IDataView images = mlContext.Data.LoadFromRasters(folder);
        IDataView masks = mlContext.Transforms.GenerateCloudMask().Fit(images).Transform(images);
        mlContext.Data.SaveAsRasters(masks, output, "CloudMask", new RasterSaveOptions { SampleType = SampleType.UInt8 });
    }
}
#endregion
