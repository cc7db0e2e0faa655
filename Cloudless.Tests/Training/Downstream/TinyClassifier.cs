using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;

namespace Cloudless.Tests.Training.Downstream;

/// <summary>An ONNX classifier that a person can follow: its feature maps are the bands / 1000, its logits their means times weights.</summary>
internal static class TinyClassifier
{
    /// <summary>Looks at red and near infrared: what is redder is <c>bare</c>, what is greener <c>green</c>.</summary>
    public static readonly ClassifierCard BareOrGreen = new()
    {
        Architecture = "tiny", Bands = ["B04", "B08"], Classes = ["bare", "green"], ClassifierWeight = "classes.weight", CropSide = 16,
    };

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="card">Its card; with null the file is foreign and takes two bands.</param>
    /// <param name="weights">[K,C]; without it the identity.</param>
    public static string Write(string path, ClassifierCard? card, params float[] weights)
    {
        int bands = card?.Bands.Count ?? 2, classes = card?.Classes.Count ?? 2;
        var b = new NetworkGraphBuilder();
        string features = b.Conv2d("features", b.Input("optical", bands), bands, kernel: 1);
        string logits = b.Conv2d("classes", b.GlobalAveragePool("mean", features), classes, kernel: 1);
        b.Output(logits);
        b.Output(features);
        NetworkGraph graph = b.Build();
        for (int c = 0; c < bands; c++)
        {
            graph.Parameter("features.weight").Values[(c * bands) + c] = 1e-3f;
        }

        for (int k = 0; k < Math.Min(bands, classes) && weights.Length == 0; k++)
        {
            graph.Parameter("classes.weight").Values[(k * bands) + k] = 1;
        }

        weights.CopyTo(graph.Parameter("classes.weight").Values, 0);
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxWriter.ToBytes(OnnxGraphWriter.Write(graph, null)));
        if (card is not null)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = ClassifierCard.MetadataKey, Value = card.ToJson() });
        }

        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
