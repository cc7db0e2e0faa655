using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>The constants of an ONNX graph: initializers and the outputs of Constant nodes.</summary>
internal sealed class OnnxConstants
{
    private readonly Dictionary<string, TensorProto> _tensors = new(StringComparer.Ordinal);
    private readonly string _source;

    /// <exception cref="ModelContractException">A tensor's data lie in another file, or two tensors share a name.</exception>
    public OnnxConstants(GraphProto graph, string source)
    {
        _source = source;
        foreach (TensorProto tensor in graph.Initializer)
        {
            Add(tensor.Name, tensor);
        }

        foreach (NodeProto node in graph.Node.Where(n => n.OpType == "Constant" && n.Output.Count == 1))
        {
            if (node.Attribute.FirstOrDefault(a => a.Name == "value")?.T is { } tensor)
            {
                Add(node.Output[0], tensor);
            }
        }
    }

    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Shape and values of a float32 constant; null where there is none of this name and type.</summary>
    public (int[] Shape, float[] Values)? Floats(string name) =>
        _tensors.TryGetValue(name, out TensorProto? tensor) && OnnxTensor.Floats(tensor, _source) is { } values
            ? ([.. tensor.Dims.Select(d => (int)d)], values)
            : null;

    /// <summary>Values of an integer constant; null where there is none of this name and type.</summary>
    public long[]? Integers(string name) =>
        _tensors.TryGetValue(name, out TensorProto? tensor) ? OnnxTensor.Integers(tensor, _source) : null;

    private void Add(string name, TensorProto tensor)
    {
        OnnxTensor.RequireEmbedded(tensor, _source);
        if (!_tensors.TryAdd(name, tensor))
        {
            throw new ModelContractException($"{_source}: two tensors are called '{name}'; the file is damaged. Export the model again.");
        }
    }
}
