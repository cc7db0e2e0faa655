using Cloudless.Networks.Onnx.Schema;
using Cloudless.Rasters;
using Google.Protobuf;

namespace Cloudless.Networks.Onnx;

/// <summary>Writes networks as ONNX (IR version 8, opset 17): weights under the graph's parameter names, the card in the metadata.</summary>
/// <remarks>The same graph and card give the same bytes on every machine. Safe from several threads while nobody trains the graph.</remarks>
public static class OnnxWriter
{
    /// <summary>Opset of the files written, and the oldest that the model contract accepts: 17.</summary>
    public const int Opset = 17;

    /// <summary>Domain of the operators for trees.</summary>
    internal const string MachineLearningDomain = "ai.onnx.ml";

    private const int IrVersion = 8;

    /// <summary>Writes a file, whole or not at all: beside the path first, then renamed.</summary>
    /// <param name="graph">The network; its parameters' values at the time of the call.</param>
    /// <param name="card">What the file says about itself.</param>
    /// <param name="path">File to make.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="fixedShape">N, H and W in the file instead of free ones: a variant for runners that need them, such as ML.NET's ApplyOnnxModel. It breaks the model contract: Cloudless does not load it back.</param>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">The file cannot be written, or the network is larger than an ONNX file can be (2 GB).</exception>
    public static void Write(NetworkGraph graph, ModelCard card, string path, bool overwrite = false, (int N, int H, int W)? fixedShape = null)
    {
        AtomicFile.WriteAllBytes(path, ToBytes(graph, card, fixedShape), overwrite);
    }

    /// <summary>Writes a classifier's file, whole or not at all: beside the path first, then renamed.</summary>
    /// <param name="graph">The network, with the inputs and outputs that <see cref="ClassifierCard"/> names; its parameters' values at the time of the call.</param>
    /// <param name="card">What the file says about itself.</param>
    /// <param name="path">File to make.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">The file cannot be written, or the network is larger than an ONNX file can be (2 GB).</exception>
    public static void Write(NetworkGraph graph, ClassifierCard card, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(card);
        ModelFile.RequireSize($"Classifier '{card.Architecture}'", graph.ParameterCount * sizeof(float));
        AtomicFile.WriteAllBytes(path, ToBytes(OnnxGraphWriter.Write(graph, null), (ClassifierCard.MetadataKey, card.ToJson())), overwrite);
    }

    /// <summary>The bytes that <see cref="Write(NetworkGraph, ModelCard, string, bool, ValueTuple{int, int, int}?)"/> puts into a file.</summary>
    /// <param name="graph">The network; its parameters' values at the time of the call.</param>
    /// <param name="card">What the file says about itself.</param>
    /// <param name="fixedShape">N, H and W in the file instead of free ones; see <see cref="Write(NetworkGraph, ModelCard, string, bool, ValueTuple{int, int, int}?)"/>.</param>
    /// <exception cref="CloudlessException">The network is larger than an ONNX file can be (2 GB).</exception>
    /// <exception cref="ArgumentException">A parameter has the name of a value.</exception>
    public static byte[] ToBytes(NetworkGraph graph, ModelCard card, (int N, int H, int W)? fixedShape = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(card);
        if (fixedShape is { } shape)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(shape.N, Math.Min(shape.H, shape.W)), 1, nameof(fixedShape));
        }

        ModelFile.RequireSize($"Model '{card.Name}'", graph.ParameterCount * sizeof(float));
        return ToBytes(OnnxGraphWriter.Write(graph, fixedShape), (ModelCard.MetadataKey, card.ToJson()));
    }

    /// <summary>The bytes of a file with a graph, a card where one is given, and the operators for trees in the version given.</summary>
    internal static byte[] ToBytes(GraphProto graph, (string Key, string Json)? card = null, int? machineLearningOpset = null)
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Cloudless", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        if (machineLearningOpset is { } version)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = MachineLearningDomain, Version = version });
        }

        if (card is { } entry)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = entry.Key, Value = entry.Json });
        }

        return model.ToByteArray();
    }
}
