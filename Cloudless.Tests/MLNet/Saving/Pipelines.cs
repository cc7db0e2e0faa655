using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet.Saving;

/// <summary>A row with a class.</summary>
internal sealed class LabeledImage : KnownSizeRow
{
    public string Label { get; set; } = "";
}

/// <summary>What a trained pipeline says about a row.</summary>
internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];

    public string Line => string.Join(' ', [PredictedLabel, .. Score.Select(s => BitConverter.SingleToInt32Bits(s).ToString("x8"))]);
}

/// <summary>A pipeline of all three transformers and a classifier, and its data.</summary>
internal static class Pipelines
{
    public static readonly ExecutionOptions Cpu = new() { Engine = EngineKind.Cpu, Threads = 2 };

    public static IEnumerable<LabeledImage> Labeled(int count) => Rows.Known(count).Select((row, i) => new LabeledImage
    {
        Name = row.Name,
        Optical = i % 2 == 0 ? row.Optical : [.. row.Optical.Select(dn => 1.2f * dn)],
        Sar = row.Sar,
        Label = i % 2 == 0 ? "forest" : "field",
    });

    public static IDataView Data(MLContext ml, int count = 8) => ml.Data.LoadFromEnumerable(Labeled(count));

    /// <summary>Fits the pipeline; the label is needed for training and testing only.</summary>
    public static ITransformer Train(MLContext ml, CloudRemovalModel? model = null)
    {
        CloudRemovalTransformer removal = new(model ?? Fixtures.Model(), new CloudRemovalTransformerOptions { MaskColumnName = "CloudMask" }, Cpu);
        return new CloudMaskTransformer(new CloudMaskTransformerOptions { Detection = new() { Threshold = 0.3 } })
            .Append(new SarOpticalStackTransformer())
            .Append(removal)
            .Append(ml.Transforms.CustomMapping<BandMeansInput, BandMeansOutput>(BandMeans.Compute, BandMeans.Contract))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"), TransformerScope.TrainTest)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.001f))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(Data(ml));
    }

    public static string[] Predict(MLContext ml, ITransformer pipeline) =>
        [.. ml.Data.CreateEnumerable<Prediction>(pipeline.Transform(Data(ml)), reuseRowObject: false).Select(p => p.Line)];

    /// <summary>Saves and loads in memory.</summary>
    public static ITransformer Reload(MLContext ml, ITransformer pipeline, DataViewSchema? schema = null)
    {
        using var file = new MemoryStream();
        ml.Model.Save(pipeline, schema, file);
        file.Position = 0;
        return new MLContext().Model.Load(file, out _);
    }
}
