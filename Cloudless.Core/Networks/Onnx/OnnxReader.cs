using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>Reads networks from ONNX files: those of <see cref="OnnxWriter"/>, and plain ones made of the same operations.</summary>
/// <remarks>For files that are to remove clouds use <see cref="CloudRemovalModel.Load(string)"/>, which also checks the model contract.</remarks>
public static class OnnxReader
{
    /// <summary>Reads a graph with its weights, and the card where the file has one.</summary>
    /// <param name="path">ONNX file.</param>
    /// <exception cref="ModelContractException">The file is not there, not ONNX, damaged, keeps weights in other files, or has an operation that this version does not know.</exception>
    public static (NetworkGraph Graph, ModelCard? Card) Read(string path)
    {
        ModelProto model = ModelFile.Parse(ModelFile.Read(path), path);
        try
        {
            return (OnnxGraphReader.Read(model.Graph, path), Card(model, path));
        }
        catch (UnreadableGraphException e)
        {
            throw new ModelContractException($"{path}: the graph cannot be read as a Cloudless network: {e.Message}. ONNX Runtime may still run the file.", e);
        }
    }

    /// <summary>The card of a parsed file; null where it has none.</summary>
    /// <exception cref="ModelContractException">The card cannot be read.</exception>
    internal static ModelCard? Card(ModelProto model, string source) =>
        model.MetadataProps.FirstOrDefault(p => p.Key == ModelCard.MetadataKey) is { } entry ? ModelCard.FromJson(entry.Value, source) : null;
}
