using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>Turns the graph message of an ONNX file into a <see cref="NetworkGraph"/>; the inverse of <see cref="OnnxGraphWriter"/>.</summary>
/// <remarks>Knows Conv, Relu, Add, Mul, Max, Min, Clip, Slice and Constant where they mean what a <see cref="GraphNode"/> means.</remarks>
internal sealed class OnnxGraphReader
{
    private readonly NetworkGraphBuilder _builder = new();
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Input, float[] Values)> _halves = new(StringComparer.Ordinal);
    private readonly ILookup<string, NodeProto> _consumers;
    private readonly OnnxConstants _constants;
    private readonly GraphProto _graph;

    private OnnxGraphReader(GraphProto graph, OnnxConstants constants)
    {
        (_graph, _constants) = (graph, constants);
        _consumers = graph.Node.SelectMany(n => n.Input, (Node, Name) => (Node, Name)).ToLookup(i => i.Name, i => i.Node, StringComparer.Ordinal);
    }

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

    private NetworkGraph Read()
    {
        foreach (ValueInfoProto input in _graph.Input.Where(i => !_constants.Contains(i.Name)))
        {
            int channels = OnnxShape.Channels(input)
                ?? throw new UnreadableGraphException($"input '{input.Name}' has the shape {OnnxShape.Text(input)}; only [N,C,H,W] with fixed C is known");
            _channels[_builder.Input(input.Name, channels)] = channels;
        }

        foreach (NodeProto node in _graph.Node)
        {
            Read(node);
        }

        foreach (ValueInfoProto output in _graph.Output)
        {
            _builder.Output(output.Name);
        }

        return _builder.Build();
    }

    private void Read(NodeProto node)
    {
        if (node.Output.Count != 1 || node.Domain is not ("" or "ai.onnx"))
        {
            throw UnreadableGraphException.Of(node, $"has {node.Output.Count} outputs and the domain '{node.Domain}', which this version does not know");
        }

        switch (node.OpType)
        {
            case "Constant" when _constants.Contains(node.Output[0]):
                break;
            case "Conv":
                Convolution(node);
                break;
            case "Relu":
                Define(_builder.Relu(node.Output[0], Value(node, 0)), Channels(node));
                break;
            case "Clip":
                Clip(node);
                break;
            case "Slice":
                Slice(node);
                break;
            case "Add" or "Mul" or "Max" or "Min":
                Binary(node);
                break;
            case "QuantizeLinear" or "DequantizeLinear":
                throw UnreadableGraphException.Of(node, "computes in 8-bit integers, which ONNX Runtime alone does; take the float32 model that the file was made of");
            default:
                throw UnreadableGraphException.Of(node, "is one that this version does not know");
        }
    }

    private void Convolution(NodeProto node)
    {
        Parameter weight = Parameter(node, node.Input.ElementAtOrDefault(1) ?? string.Empty);
        OnnxConvolution.RequireSame(node, weight.Shape);
        Parameter bias = node.Input.Count > 2 && node.Input[2].Length > 0
            ? Parameter(node, node.Input[2])
            : new Parameter(weight.Name + ".no_bias", weight.Shape[0]);
        Define(_builder.Conv2d(node.Output[0], Value(node, 0), weight, bias), weight.Shape[0]);
    }

    private Parameter Parameter(NodeProto node, string name)
    {
        (int[] shape, float[] values) = _constants.Floats(name) ?? throw UnreadableGraphException.Of(node, $"takes '{name}', which is not a float32 constant");
        if (shape.Length == 0 || !_parameters.Add(name))
        {
            throw UnreadableGraphException.Of(node, $"takes '{name}', which is a single number or belongs to another convolution too");
        }

        var parameter = new Parameter(name, shape);
        values.CopyTo(parameter.Values, 0);
        return parameter;
    }

    private void Clip(NodeProto node)
    {
        float Bound(int index, float absent) => Given(node, index) is not { } name ? absent
            : _constants.Floats(name)?.Values is [var value] ? value
            : throw UnreadableGraphException.Of(node, $"has the bound '{name}', which is not a constant number");
        float[] minimum = Fill(Channels(node), Bound(1, float.NegativeInfinity)), maximum = Fill(minimum.Length, Bound(2, float.PositiveInfinity));
        Define(_builder.Clamp(node.Output[0], Value(node, 0), minimum, maximum), minimum.Length);
    }

    private void Slice(NodeProto node)
    {
        long? One(int index) => Given(node, index) is { } name && _constants.Integers(name) is [var value] ? value : null;
        if (One(1) is not { } start || One(2) is not { } end || One(3) is not (1 or -3) || (Given(node, 4) is not null && One(4) != 1))
        {
            throw UnreadableGraphException.Of(node, "is not one constant range of channels");
        }

        // ONNX counts negative places from the end and cuts off those outside.
        int channels = Channels(node);
        int Place(long place) => (int)Math.Clamp(place < 0 ? place + channels : place, 0, channels);
        int count = Place(end) - Place(start);
        Define(_builder.SliceChannels(node.Output[0], Value(node, 0), Place(start), count), count);
    }

    private void Binary(NodeProto node)
    {
        if (node.Input.Count != 2)
        {
            throw UnreadableGraphException.Of(node, $"has {node.Input.Count} inputs; two are known");
        }

        if (Constant(node) is { } constant)
        {
            WithConstant(node, node.Input[constant == node.Input[0] ? 1 : 0], constant);
        }
        else if (node.OpType == "Add")
        {
            Define(_builder.Add(node.Output[0], Value(node, 0), Value(node, 1)), Channels(node));
        }
        else
        {
            throw UnreadableGraphException.Of(node, "does not join one computed value and one constant");
        }
    }

    private void WithConstant(NodeProto node, string input, string constant)
    {
        string output = node.Output[0];
        bool second = _halves.TryGetValue(input, out (string Input, float[] Values) first);
        if (!second && !_channels.ContainsKey(input))
        {
            throw UnreadableGraphException.Of(node, $"takes '{input}', which no operation before it makes");
        }

        int channels = second ? first.Values.Length : _channels[input];
        if (node.OpType == "Mul" && _constants.Floats(constant) is ([] or [1], [var factor]))
        {
            Define(_builder.Scale(output, input, factor), channels);
            return;
        }

        float[] values = PerChannel(constant, channels) ?? throw UnreadableGraphException.Of(node, $"takes '{constant}', which is not one float32 number, nor one for each of {channels} channels");
        if (node.OpType is "Mul" or "Max" && Pairs(node, channels))
        {
            _halves[output] = (input, values);
            return;
        }

        Define(
            node.OpType switch
            {
                "Mul" => _builder.Affine(output, input, values, new float[channels]),
                "Add" => _builder.Affine(output, second ? first.Input : input, second ? first.Values : Fill(channels, 1), values),
                "Max" => _builder.Clamp(output, input, values, Fill(channels, float.PositiveInfinity)),
                _ => _builder.Clamp(output, second ? first.Input : input, second ? first.Values : Fill(channels, float.NegativeInfinity), values),
            },
            channels);
    }

    // Mul and Add, or Max and Min, over constants are one node of ours where nothing else takes the value between them.
    private bool Pairs(NodeProto first, int channels)
    {
        string between = first.Output[0];
        return _consumers[between].ToArray() is [var next] && next.OpType == (first.OpType == "Mul" ? "Add" : "Min") && next.Input.Count == 2
            && _graph.Output.All(o => o.Name != between) && Constant(next) is { } constant && PerChannel(constant, channels) is not null;
    }

    private string? Constant(NodeProto node) => (_constants.Contains(node.Input[0]), _constants.Contains(node.Input[1])) switch
    {
        (true, false) => node.Input[0],
        (false, true) => node.Input[1],
        _ => null,
    };

    private float[]? PerChannel(string constant, int channels) => _constants.Floats(constant) switch
    {
        ({ Length: 3 or 4 } shape, var values) when shape[^3] == channels && values.Length == channels => values,
        ({ Length: <= 4 }, [var value]) => Fill(channels, value),
        _ => null,
    };

    private void Define(string output, int channels) => _channels[output] = channels;

    private int Channels(NodeProto node) => _channels[Value(node, 0)];

    private string Value(NodeProto node, int index) => Given(node, index) is { } name && _channels.ContainsKey(name)
        ? name
        : throw UnreadableGraphException.Of(node, $"takes '{Given(node, index)}', which no operation before it makes");

    private static string? Given(NodeProto node, int index) => node.Input.Count > index && node.Input[index].Length > 0 ? node.Input[index] : null;

    private static float[] Fill(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
