using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Sums, products and bounds, most of them with constants: Add, Mul, Max, Min, Clip.</summary>
internal static class ConstantKinds
{
    public static void Write(OnnxGraphWriter writer, ClampNode clamp)
    {
        if (AllEqual(clamp.Minimum) && AllEqual(clamp.Maximum))
        {
            writer.Op("Clip", clamp.Output, clamp.Input,
                writer.Constant(clamp.Output + ".minimum", [], [clamp.Minimum[0]]), writer.Constant(clamp.Output + ".maximum", [], [clamp.Maximum[0]]));
            return;
        }

        string raised = writer.Unique(clamp.Output + ".raised");
        writer.Op("Max", raised, clamp.Input, writer.PerChannel(clamp.Output + ".minimum", clamp.Minimum, clamp.Input));
        writer.Op("Min", clamp.Output, raised, writer.PerChannel(clamp.Output + ".maximum", clamp.Maximum, clamp.Input));
    }

    public static void Write(OnnxGraphWriter writer, AffineNode affine)
    {
        string scale = writer.PerChannel(affine.Output + ".scale", affine.Scale, affine.Input);
        if (affine.Shift.All(s => BitConverter.SingleToInt32Bits(s) == 0))
        {
            writer.Op("Mul", affine.Output, affine.Input, scale);
            return;
        }

        string scaled = writer.Unique(affine.Output + ".product");
        writer.Op("Mul", scaled, affine.Input, scale);
        writer.Op("Add", affine.Output, scaled, writer.PerChannel(affine.Output + ".shift", affine.Shift, affine.Input));
    }

    public static void ReadClip(OnnxGraphReader reader, NodeProto node)
    {
        float Bound(int index, float absent) => OnnxGraphReader.Given(node, index) is not { } name ? absent
            : reader.Constants.Floats(name)?.Values is [var value] ? value
            : throw UnreadableGraphException.Of(node, $"has the bound '{name}', which is not a constant number");
        int channels = reader.Shape(node).Channels;
        reader.Builder.Clamp(node.Output[0], reader.Value(node, 0), Fill(channels, Bound(1, float.NegativeInfinity)), Fill(channels, Bound(2, float.PositiveInfinity)));
    }

    public static void ReadPair(OnnxGraphReader reader, NodeProto node)
    {
        if (node.Input.Count != 2)
        {
            throw UnreadableGraphException.Of(node, $"has {node.Input.Count} inputs; two are known");
        }

        if (Constant(reader, node) is { } constant)
        {
            WithConstant(reader, node, node.Input[constant == node.Input[0] ? 1 : 0], constant);
            return;
        }

        string a = reader.Value(node, 0), b = reader.Value(node, 1);
        switch (node.OpType)
        {
            case "Add":
                reader.Builder.Add(node.Output[0], a, b);
                break;
            case "Mul":
                reader.Builder.Multiply(node.Output[0], a, b);
                break;
            default:
                throw UnreadableGraphException.Of(node, "does not join one computed value and one constant");
        }
    }

    private static void WithConstant(OnnxGraphReader reader, NodeProto node, string input, string constant)
    {
        NetworkGraphBuilder builder = reader.Builder;
        string output = node.Output[0];
        bool second = reader.Halves.TryGetValue(input, out (string Input, float[] Values) first);
        if (!second && !builder.Has(input))
        {
            throw UnreadableGraphException.Of(node, $"takes '{input}', which no operation before it makes");
        }

        ValueShape shape = builder.ShapeOf(second ? first.Input : input);
        int channels = shape.Channels;
        if (node.OpType == "Mul" && reader.Constants.Floats(constant) is ([] or [1], [var factor]))
        {
            builder.Scale(output, input, factor);
            return;
        }

        float[] values = PerChannel(reader, constant, shape)
            ?? throw UnreadableGraphException.Of(node, $"takes '{constant}', which is not one float32 number, nor one for each of {channels} channels");
        if (node.OpType is "Mul" or "Max" && Pairs(reader, node, shape))
        {
            reader.Halves[output] = (input, values);
            return;
        }

        _ = node.OpType switch
        {
            "Mul" => builder.Affine(output, input, values, new float[channels]),
            "Add" => builder.Affine(output, second ? first.Input : input, second ? first.Values : Fill(channels, 1), values),
            "Max" => builder.Clamp(output, input, values, Fill(channels, float.PositiveInfinity)),
            _ => builder.Clamp(output, second ? first.Input : input, second ? first.Values : Fill(channels, float.NegativeInfinity), values),
        };
    }

    // Mul and Add, or Max and Min, over constants are one node of ours where nothing else takes the value between them.
    private static bool Pairs(OnnxGraphReader reader, NodeProto first, ValueShape shape)
    {
        string between = first.Output[0];
        return reader.Consumers[between].ToArray() is [var next] && next.OpType == (first.OpType == "Mul" ? "Add" : "Min") && next.Input.Count == 2
            && !reader.Outputs.Contains(between) && Constant(reader, next) is { } constant && PerChannel(reader, constant, shape) is not null;
    }

    private static string? Constant(OnnxGraphReader reader, NodeProto node) => (reader.Constants.Contains(node.Input[0]), reader.Constants.Contains(node.Input[1])) switch
    {
        (true, false) => node.Input[0],
        (false, true) => node.Input[1],
        _ => null,
    };

    // Broadcasting counts sizes from the last one: behind the channels are H and W, and T of a sequence.
    private static float[]? PerChannel(OnnxGraphReader reader, string constant, ValueShape of)
    {
        int behind = of.Kind == ValueKind.Sequence ? 4 : 3;
        return reader.Constants.Floats(constant) switch
        {
            ({ } shape, var values) when shape.Length >= behind && shape.Length <= behind + 1 && shape[^behind] == of.Channels && values.Length == of.Channels => values,
            ({ } shape, [var value]) when shape.Length <= behind + 1 => Fill(of.Channels, value),
            _ => null,
        };
    }

    private static bool AllEqual(IReadOnlyList<float> values) => values.All(v => v.Equals(values[0]));

    private static float[] Fill(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
