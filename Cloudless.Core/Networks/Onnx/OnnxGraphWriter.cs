using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>Turns a <see cref="NetworkGraph"/> into the graph message of an ONNX file; the inverse of <see cref="OnnxGraphReader"/>.</summary>
internal sealed class OnnxGraphWriter
{
    private readonly GraphProto _proto = new() { Name = "cloudless" };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly NetworkGraph _graph;
    private readonly (int N, int H, int W)? _fixedShape;

    private OnnxGraphWriter(NetworkGraph graph, (int N, int H, int W)? fixedShape) => (_graph, _fixedShape) = (graph, fixedShape);

    public static GraphProto Write(NetworkGraph graph, (int N, int H, int W)? fixedShape) => new OnnxGraphWriter(graph, fixedShape).Write();

    private GraphProto Write()
    {
        IEnumerable<string> names = _graph.Inputs.Select(i => i.Name)
            .Concat(_graph.Nodes.Select(n => n.Output)).Concat(_graph.Parameters.Select(p => p.Name));
        foreach (string name in names)
        {
            if (!_names.Add(name))
            {
                throw new ArgumentException($"The graph uses the name '{name}' for a value and for a parameter; ONNX needs one name for each.", nameof(_graph));
            }
        }

        _proto.Input.AddRange(_graph.Inputs.Select(v => Value(v, _fixedShape)));
        _proto.Output.AddRange(_graph.Outputs.Select(v => Value(v, _fixedShape)));
        foreach (Parameter parameter in _graph.Parameters)
        {
            _proto.Initializer.Add(OnnxTensor.From(parameter.Name, parameter.Shape, parameter.Values));
        }

        foreach (GraphNode node in _graph.Nodes)
        {
            Add(node);
        }

        return _proto;
    }

    private void Add(GraphNode node)
    {
        switch (node)
        {
            case Conv2dNode conv:
                Convolution(conv);
                break;
            case ReluNode relu:
                Op("Relu", relu.Output, relu.Input);
                break;
            case AddNode add:
                Op("Add", add.Output, add.A, add.B);
                break;
            case ScaleNode scale:
                Op("Mul", scale.Output, scale.Input, Constant(scale.Output + ".factor", [], [scale.Factor]));
                break;
            case ClampNode clamp:
                Clamp(clamp);
                break;
            case AffineNode affine:
                Affine(affine);
                break;
            case SliceChannelsNode slice:
                Op("Slice", slice.Output, slice.Input, Constant(slice.Output + ".starts", slice.First),
                    Constant(slice.Output + ".ends", slice.First + slice.Count), Constant(slice.Output + ".axes", 1), Constant(slice.Output + ".steps", 1));
                break;
            default:
                throw new NotSupportedException($"Node '{node.Output}' is a {node.GetType().Name}, which has no ONNX form here.");
        }
    }

    private void Convolution(Conv2dNode conv)
    {
        int kernel = _graph.Parameter(conv.Weight).Shape[2];
        NodeProto node = Op("Conv", conv.Output, conv.Input, conv.Weight, conv.Bias);
        node.Attribute.Add(Integers("dilations", 1, 1));
        node.Attribute.Add(new AttributeProto { Name = "group", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        node.Attribute.Add(Integers("kernel_shape", kernel, kernel));
        node.Attribute.Add(Integers("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2));
        node.Attribute.Add(Integers("strides", 1, 1));
    }

    private void Clamp(ClampNode clamp)
    {
        if (AllEqual(clamp.Minimum) && AllEqual(clamp.Maximum))
        {
            Op("Clip", clamp.Output, clamp.Input,
                Constant(clamp.Output + ".minimum", [], [clamp.Minimum[0]]), Constant(clamp.Output + ".maximum", [], [clamp.Maximum[0]]));
            return;
        }

        string raised = Unique(clamp.Output + ".raised");
        Op("Max", raised, clamp.Input, PerChannel(clamp.Output + ".minimum", clamp.Minimum));
        Op("Min", clamp.Output, raised, PerChannel(clamp.Output + ".maximum", clamp.Maximum));
    }

    private void Affine(AffineNode affine)
    {
        string scale = PerChannel(affine.Output + ".scale", affine.Scale);
        if (affine.Shift.All(s => BitConverter.SingleToInt32Bits(s) == 0))
        {
            Op("Mul", affine.Output, affine.Input, scale);
            return;
        }

        string scaled = Unique(affine.Output + ".product");
        Op("Mul", scaled, affine.Input, scale);
        Op("Add", affine.Output, scaled, PerChannel(affine.Output + ".shift", affine.Shift));
    }

    private NodeProto Op(string type, string output, params ReadOnlySpan<string> inputs)
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

    private string PerChannel(string name, IReadOnlyList<float> values) => Constant(name, [1, values.Count, 1, 1], [.. values]);

    private string Constant(string name, int[] shape, float[] values)
    {
        name = Unique(name);
        _proto.Initializer.Add(OnnxTensor.From(name, shape, values));
        return name;
    }

    private string Constant(string name, long value)
    {
        name = Unique(name);
        _proto.Initializer.Add(OnnxTensor.From(name, [value]));
        return name;
    }

    private string Unique(string name)
    {
        while (!_names.Add(name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>An input or output: float32 [N,C,H,W], N, H and W free where no shape is given.</summary>
    public static ValueInfoProto Value(GraphValue value, (int N, int H, int W)? fixedShape)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(Dimension("N", fixedShape?.N));
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = value.Channels });
        shape.Dim.Add(Dimension("H", fixedShape?.H));
        shape.Dim.Add(Dimension("W", fixedShape?.W));
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = OnnxTensor.Float32, Shape = shape } },
        };
    }

    private static TensorShapeProto.Types.Dimension Dimension(string free, int? size) =>
        size is { } value ? new() { DimValue = value } : new() { DimParam = free };

    private static AttributeProto Integers(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (long value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }

    private static bool AllEqual(IReadOnlyList<float> values) => values.All(v => v.Equals(values[0]));
}
