using Cloudless.Networks.Onnx.Schema;
using Cloudless.Networks.Quantization;

namespace Cloudless.Networks.Onnx;

/// <summary>
/// Writes a planned network in ONNX's QDQ form: float operations between DequantizeLinear and QuantizeLinear nodes, which ONNX Runtime
/// fuses into integer ones (onnxruntime.ai, "Quantize ONNX models": static quantization, QDQ format).
/// </summary>
internal sealed class QdqGraphWriter
{
    private readonly QuantizationPlan _plan;
    private readonly IReadOnlyDictionary<string, ValueRange> _ranges;
    private readonly int _weightBits;
    private readonly GraphProto _from;
    private readonly GraphProto _to;
    private readonly Dictionary<string, TensorProto> _initializers;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, string> _dequantized = new(StringComparer.Ordinal);

    private QdqGraphWriter(QuantizationPlan plan, IReadOnlyDictionary<string, ValueRange> ranges, int weightBits)
    {
        (_plan, _ranges, _weightBits) = (plan, ranges, weightBits);
        _from = OnnxGraphWriter.Write(plan.Graph, null);
        _initializers = _from.Initializer.ToDictionary(i => i.Name, StringComparer.Ordinal);
        _names = [.. _initializers.Keys, .. _from.Input.Select(i => i.Name), .. _from.Node.SelectMany(n => n.Output)];
        _to = new GraphProto { Name = _from.Name };
        _to.Input.AddRange(_from.Input);
        _to.Output.AddRange(_from.Output);
    }

    /// <summary>Writes a network.</summary>
    /// <param name="plan">The network and what of it computes with integers.</param>
    /// <param name="ranges">A range for each value of the plan.</param>
    /// <param name="weightBits">7 or 8.</param>
    public static GraphProto Write(QuantizationPlan plan, IReadOnlyDictionary<string, ValueRange> ranges, int weightBits) =>
        new QdqGraphWriter(plan, ranges, weightBits).Write();

    private GraphProto Write()
    {
        Dictionary<string, GraphNode> integer = _plan.Integer.ToDictionary(n => n.Output, StringComparer.Ordinal);
        foreach (GraphValue input in _plan.Graph.Inputs.Where(i => _plan.Values.Contains(i.Name)))
        {
            Store(input.Name);
        }

        foreach (NodeProto node in _from.Node)
        {
            bool isInteger = integer.TryGetValue(node.Output[0], out GraphNode? of);
            for (int i = 0; i < node.Input.Count; i++)
            {
                if (_dequantized.TryGetValue(node.Input[i], out string? stored) && (isInteger || _plan.IsResult(node.Input[i])))
                {
                    node.Input[i] = stored;
                }
            }

            if (of is Conv2dNode conv)
            {
                StoreWeights(node, conv);
            }

            _to.Node.Add(node);
            if (_plan.Values.Contains(node.Output[0]))
            {
                Store(node.Output[0]);
            }
        }

        _to.Initializer.AddRange(_initializers.Values);
        return _to;
    }

    private void Store(string value)
    {
        ValueRange range = _ranges[value];
        string scale = Add(OnnxTensor.From(Unique(value + ".scale"), [], [range.Scale]));
        string zero = Add(OnnxTensor.From(Unique(value + ".zero"), range.ZeroPoint));
        string stored = Op("QuantizeLinear", Unique(value + ".uint8"), value, scale, zero);
        _dequantized[value] = Op("DequantizeLinear", Unique(value + ".stored"), stored, scale, zero);
    }

    private void StoreWeights(NodeProto node, Conv2dNode conv)
    {
        Parameter weight = _plan.Graph.Parameter(conv.Weight), bias = _plan.Graph.Parameter(conv.Bias);
        QuantizedWeights made = QuantizedWeights.Make(weight, bias, _ranges[conv.Input].Scale, _weightBits);
        int[] perChannel = [made.Scales.Length];
        _initializers[conv.Weight] = OnnxTensor.From(conv.Weight, weight.Shape, made.Weights);
        node.Input[1] = Dequantize(conv.Weight, made.Scales, OnnxTensor.From(Unique(conv.Weight + ".zero"), perChannel, new sbyte[made.Scales.Length]));
        _initializers[conv.Bias] = OnnxTensor.From(conv.Bias, bias.Shape, made.Bias);
        node.Input[2] = Dequantize(conv.Bias, made.BiasScales, OnnxTensor.From(Unique(conv.Bias + ".zero"), perChannel, new int[made.Scales.Length]));
    }

    private string Dequantize(string parameter, float[] scales, TensorProto zero)
    {
        string scale = Add(OnnxTensor.From(Unique(parameter + ".scale"), [scales.Length], scales));
        string stored = Op("DequantizeLinear", Unique(parameter + ".stored"), parameter, scale, Add(zero));
        _to.Node[^1].Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
        return stored;
    }

    private string Op(string type, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = type, Name = output };
        foreach (string input in inputs)
        {
            node.Input.Add(input);
        }

        node.Output.Add(output);
        _to.Node.Add(node);
        return output;
    }

    private string Add(TensorProto tensor)
    {
        _initializers.Add(tensor.Name, tensor);
        return tensor.Name;
    }

    private string Unique(string name)
    {
        while (!_names.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
