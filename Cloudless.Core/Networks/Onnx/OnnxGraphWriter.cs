using Cloudless.Networks.Onnx.Kinds;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>Turns a <see cref="NetworkGraph"/> into the graph message of an ONNX file; the inverse of <see cref="OnnxGraphReader"/>. What each node becomes, <see cref="NodeKinds"/> says.</summary>
internal sealed class OnnxGraphWriter
{
    private readonly GraphProto _proto = new() { Name = "cloudless" };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly (int N, int H, int W)? _fixedShape;

    private OnnxGraphWriter(NetworkGraph graph, (int N, int H, int W)? fixedShape) => (Graph, _fixedShape) = (graph, fixedShape);

    /// <summary>The graph that is written.</summary>
    public NetworkGraph Graph { get; }

    public static GraphProto Write(NetworkGraph graph, (int N, int H, int W)? fixedShape) => new OnnxGraphWriter(graph, fixedShape).Write();

    /// <summary>Adds an operation.</summary>
    public NodeProto Op(string type, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = type, Name = output };
        foreach (string input in inputs)
        {
            node.Input.Add(input);
        }

        node.Output.Add(output);
        _proto.Node.Add(node);
        return node;
    }

    /// <summary>Adds one constant for each channel of a value, shaped so that it counts for all its pixels and dates.</summary>
    public string PerChannel(string name, IReadOnlyList<float> values, string of) => Constant(
        name, Graph.ShapeOf(of).Kind == ValueKind.Sequence ? [1, values.Count, 1, 1, 1] : [1, values.Count, 1, 1], [.. values]);

    /// <summary>Adds a constant.</summary>
    public string Constant(string name, int[] shape, float[] values)
    {
        name = Unique(name);
        _proto.Initializer.Add(OnnxTensor.From(name, shape, values));
        return name;
    }

    /// <summary>Adds a list of whole numbers.</summary>
    public string Constant(string name, params ReadOnlySpan<long> values)
    {
        name = Unique(name);
        _proto.Initializer.Add(OnnxTensor.From(name, values));
        return name;
    }

    /// <summary>A name that the file does not have yet.</summary>
    public string Unique(string name)
    {
        while (!_names.Add(name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>An input or output, float32; sizes other than C are free where no shape is given.</summary>
    public static ValueInfoProto Value(GraphValue value, (int N, int H, int W)? fixedShape)
    {
        ValueShape of = value.Shape;
        string Halved(string size) => of.Level == 0 ? size : $"{size}/{1 << of.Level}";
        bool vector = of.Kind == ValueKind.Vector;
        var shape = new TensorShapeProto();
        shape.Dim.Add(Dimension("N", fixedShape?.N));
        if (of.Kind == ValueKind.Series)
        {
            shape.Dim.Add(Dimension("T", null));
        }

        shape.Dim.Add(Dimension("", of.Channels));
        shape.Dim.Add(Dimension(Halved("H"), vector ? 1 : fixedShape?.H >> of.Level));
        shape.Dim.Add(Dimension(Halved("W"), vector ? 1 : fixedShape?.W >> of.Level));
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = OnnxTensor.Float32, Shape = shape } },
        };
    }

    private GraphProto Write()
    {
        IEnumerable<string> names = Graph.Inputs.Select(i => i.Name)
            .Concat(Graph.Nodes.Select(n => n.Output)).Concat(Graph.Parameters.Select(p => p.Name));
        foreach (string name in names)
        {
            if (!_names.Add(name))
            {
                throw new ArgumentException($"The graph uses the name '{name}' for a value and for a parameter; ONNX needs one name for each.", nameof(Graph));
            }
        }

        _proto.Input.AddRange(Graph.Inputs.Select(v => Value(v, _fixedShape)));
        _proto.Output.AddRange(Graph.Outputs.Select(v => Value(v, _fixedShape)));
        foreach (Parameter parameter in Graph.Parameters)
        {
            _proto.Initializer.Add(OnnxTensor.From(parameter.Name, parameter.Shape, parameter.Values));
        }

        foreach (GraphNode node in Graph.Nodes)
        {
            NodeKinds.Write(this, node);
        }

        return _proto;
    }

    private static TensorShapeProto.Types.Dimension Dimension(string free, int? size) =>
        size is { } value ? new() { DimValue = value } : new() { DimParam = free };
}
