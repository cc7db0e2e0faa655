#region readme
using Cloudless.Imagery;
using Cloudless.MLNet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

internal sealed class Patch
{
    [VectorType(13, 64, 64)]
    public float[] Optical { get; set; } = [];      // signed DN

    [VectorType(2, 64, 64)]
    public float[] Sar { get; set; } = [];          // VV and VH, dB or linear power

    public string Label { get; set; } = "";
}

internal sealed class LandCover
{
    public string PredictedLabel { get; set; } = "";
}

internal sealed class Features
{
    [VectorType(13)]
    public float[] Means { get; set; } = [];
}

[CustomMappingFactoryAttribute("BandMeans")]        // so that a saved pipeline finds it again
internal sealed class BandMeans : CustomMappingFactory<CloudFreeImage, Features>
{
    public override Action<CloudFreeImage, Features> GetMapping() =>
        (image, features) => features.Means = [.. image.CloudFree.Chunk(64 * 64).Select(band => band.Average())];
}

internal static class MLNetExample
{
    public static void TrainAndSave(MLContext mlContext, IEnumerable<Patch> patches, string path)
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(patches);
        using var model = new SarOpticalStackTransformer()
            .Append(new CloudRemovalTransformer())
            .Append(mlContext.Transforms.CustomMapping(new BandMeans().GetMapping(), "BandMeans"))
            .Append(mlContext.Transforms.Conversion.MapValueToKey("Class", "Label"), TransformerScope.TrainTest)
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", "Means"))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        mlContext.Model.Save(model, data.Schema, path);         // options and model go into the file
    }

    public static string Classify(MLContext mlContext, string path, Patch patch)
    {
        ITransformer loaded = mlContext.Model.Load(path, out _);        // works as it is; Restore makes it the typed pipeline again
        using var engine = mlContext.Model.CreatePredictionEngine<Patch, LandCover>(mlContext.Model.Restore(loaded));
        return engine.Predict(patch).PredictedLabel;
    }

    public static void Serve(IServiceCollection services, string path) =>
        services.AddPredictionEnginePool<Patch, LandCover>().FromFile(path);

    public static void MasksOfAFolder(MLContext mlContext, string folder, string output)
    {
        IDataView images = mlContext.Data.LoadFromRasters(folder);
        IDataView masks = mlContext.Transforms.GenerateCloudMask().Fit(images).Transform(images);
        mlContext.Data.SaveAsRasters(masks, output, "CloudMask", new RasterSaveOptions { SampleType = SampleType.UInt8 });
    }
}
#endregion
