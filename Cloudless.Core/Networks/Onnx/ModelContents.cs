using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>What a model file holds, taken apart and checked.</summary>
/// <param name="Source">Path of the file, or what else errors call it.</param>
/// <param name="Bytes">The file's bytes.</param>
/// <param name="Sha256">Of the bytes, 64 lowercase hexadecimal digits.</param>
/// <param name="Card">What the file says about itself.</param>
/// <param name="Graph">The network with its weights; null where the file has an operation that this version cannot read, so that only ONNX Runtime can run it.</param>
/// <param name="GraphUnreadable">Which operation kept the graph from being read; null where it was.</param>
internal sealed record ModelContents(string Source, byte[] Bytes, string Sha256, ModelCard Card, NetworkGraph? Graph, string? GraphUnreadable)
{
    /// <summary>Whether the file has a second output, the variance.</summary>
    public bool HasVariance { get; private init; }

    /// <summary>Takes a file apart.</summary>
    /// <param name="bytes">The file's bytes; kept.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="frame">The contract for opset, input, output and card; gives the card.</param>
    /// <exception cref="ModelContractException">The bytes are not ONNX, damaged, or break the contract.</exception>
    public static ModelContents Parse(byte[] bytes, string source, Func<ModelProto, string, ModelCard> frame)
    {
        ModelProto model = ModelFile.Parse(bytes, source);
        ModelCard card = frame(model, source);
        bool variance = model.Graph.Output.Count > 1;
        string sha256 = ModelFile.Sha256(bytes);
        try
        {
            NetworkGraph graph = OnnxGraphReader.Read(model.Graph, source);
            ModelContract.Check(graph, card, source);
            return new ModelContents(source, bytes, sha256, card, graph, null) { HasVariance = variance };
        }
        catch (UnreadableGraphException e)
        {
            return new ModelContents(source, bytes, sha256, card, null, e.Message) { HasVariance = variance };
        }
    }
}
