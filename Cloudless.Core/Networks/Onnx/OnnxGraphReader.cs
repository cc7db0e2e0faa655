using Cloudless.Networks.Onnx.Kinds;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>
/// Turns the graph message of an ONNX file into a <see cref="NetworkGraph"/>; the inverse of <see cref="OnnxGraphWriter"/>. Knows operations where they mean what a <see cref="GraphNode"/>
/// means: <see cref="NodeKinds"/> says which.
/// </summary>
internal sealed class OnnxGraphReader
{
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly GraphProto _graph;

    private OnnxGraphReader(GraphProto graph, OnnxConstants constants)
    {
        (_graph, Constants) = (graph, constants);
        Consumers = graph.Node.SelectMany(n => n.Input, (Node, Name) => (Node, Name)).ToLookup(i => i.Name, i => i.Node, StringComparer.Ordinal);
        Outputs = graph.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The graph as far as it is read.</summary>
    public NetworkGraphBuilder Builder { get; } = new();

    /// <summary>The file's constants.</summary>
    public OnnxConstants Constants { get; }

    /// <summary>Who takes a value.</summary>
    public ILookup<string, NodeProto> Consumers { get; }

    /// <summary>Names of the graph's outputs.</summary>
    public IReadOnlySet<string> Outputs { get; }

    /// <summary>Products and lower bounds that the next operation makes whole.</summary>
    public Dictionary<string, (string Input, float[] Values)> Halves { get; } = new(StringComparer.Ordinal);

    /// <summary>Lists of sizes that the graph computes.</summary>
    public Dictionary<string, OnnxSize[]> Sizes { get; } = new(StringComparer.Ordinal);

    /// <summary>Normalizations by groups as far as they are read, by the value that their last operation so far makes.</summary>
    public Dictionary<string, GroupNormPart> Norms { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a graph.</summary>
    /// <exception cref="UnreadableGraphException">The graph has an operation, or a form of one, that no node of ours can say.</exception>
    /// <exception cref="ModelContractException">A tensor is damaged.</exception>
    public static NetworkGraph Read(GraphProto graph, string source)
    {
        try
        {
            return new OnnxGraphReader(graph, new OnnxConstants(graph, source)).Read();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new UnreadableGraphException(e.Message, e);
        }
    }

    /// <summary>A value that an operation takes.</summary>
    public string Value(NodeProto node, int index) => Given(node, index) is { } name && Builder.Has(name)
        ? name
        : throw UnreadableGraphException.Of(node, $"takes '{Given(node, index)}', which no operation before it makes");

    /// <summary>Kind and channels of a value that an operation takes.</summary>
    public ValueShape Shape(NodeProto node, int index = 0) => Builder.ShapeOf(Value(node, index));

    /// <summary>The name of an input; null where it is left out.</summary>
    public static string? Given(NodeProto node, int index) => node.Input.Count > index && node.Input[index].Length > 0 ? node.Input[index] : null;

    /// <summary>A constant as a parameter of one node.</summary>
    public Parameter Parameter(NodeProto node, int index, bool trained = true)
    {
        string name = Given(node, index) ?? string.Empty;
        (int[] shape, float[] values) = Constants.Floats(name) ?? throw UnreadableGraphException.Of(node, $"takes '{name}', which is not a float32 constant");
        if (shape.Length == 0 || !_parameters.Add(name))
        {
            throw UnreadableGraphException.Of(node, $"takes '{name}', which is a single number or belongs to another convolution too");
        }

        var parameter = new Parameter(name, shape) { Trained = trained };
        values.CopyTo(parameter.Values, 0);
        return parameter;
    }

    private NetworkGraph Read()
    {
        foreach (ValueInfoProto input in _graph.Input.Where(i => !Constants.Contains(i.Name)))
        {
            (ValueKind kind, int channels) = OnnxShape.Of(input)
                ?? throw new UnreadableGraphException($"input '{input.Name}' has the shape {OnnxShape.Text(input)}; only [N,C,H,W] and [N,T,C,H,W] with fixed C are known");
            Builder.Input(input.Name, channels, kind);
        }

        foreach (NodeProto node in _graph.Node)
        {
            if (node.Output.Count != 1 || node.Domain is not ("" or "ai.onnx"))
            {
                throw UnreadableGraphException.Of(node, $"has {node.Output.Count} outputs and the domain '{node.Domain}', which this version does not know");
            }

            NodeKinds.Read(this, node);
        }

        foreach (ValueInfoProto output in _graph.Output)
        {
            Builder.Output(output.Name);
        }

        return Builder.Build();
    }
}
