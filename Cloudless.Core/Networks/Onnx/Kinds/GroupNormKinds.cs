using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>
/// Normalization by groups. Opset 17 has no operation for it, so it is written as PyTorch writes it: Reshape to one row for each group, InstanceNormalization, Reshape back, Mul, Add.
/// </summary>
internal static class GroupNormKinds
{
    public static void Write(OnnxGraphWriter writer, GroupNormNode node)
    {
        string Step(string type, string name, params ReadOnlySpan<string> inputs)
        {
            name = writer.Unique(node.Output + name);
            writer.Op(type, name, inputs);
            return name;
        }

        float[] ones = new float[node.Groups];
        Array.Fill(ones, 1);
        string sizes = Step("Shape", ".sizes", node.Input);
        string grouped = Step("Reshape", ".grouped", node.Input, writer.Constant(node.Output + ".groups", 0, node.Groups, -1));
        string normalized = writer.Unique(node.Output + ".normalized");
        writer.Op("InstanceNormalization", normalized, grouped, writer.Constant(node.Output + ".ones", [node.Groups], ones), writer.Constant(node.Output + ".zeros", [node.Groups], new float[node.Groups]))
            .WithNumber("epsilon", GroupNormNode.Epsilon);
        string restored = Step("Reshape", ".restored", normalized, sizes);
        writer.Op("Add", node.Output, Step("Mul", ".scaled", restored, node.Weight), node.Bias);
    }

    /// <summary>Whether an operation begins such a normalization or goes on with one.</summary>
    public static bool IsPart(OnnxGraphReader reader, NodeProto node) => reader.Norms.ContainsKey(OnnxGraphReader.Given(node, 0) ?? "") || Groups(reader, node) is not null || node.OpType == "InstanceNormalization";

    public static void Read(OnnxGraphReader reader, NodeProto node)
    {
        string output = node.Output[0];
        if (Groups(reader, node) is { } groups)
        {
            reader.Norms[output] = new GroupNormPart(reader.Value(node, 0), groups, GroupNormStage.Grouped);
            return;
        }

        GroupNormPart? part = reader.Norms.GetValueOrDefault(OnnxGraphReader.Given(node, 0) ?? "");
        switch (node.OpType, part?.Done)
        {
            case ("InstanceNormalization", GroupNormStage.Grouped) when IsPlain(reader, node):
                reader.Norms[output] = part! with { Done = GroupNormStage.Normalized };
                break;
            case ("Reshape", GroupNormStage.Normalized) when IsWhole(reader, node, part!.Input):
                reader.Norms[output] = part with { Done = GroupNormStage.Restored };
                break;
            case ("Mul", GroupNormStage.Restored):
                reader.Norms[output] = part! with { Done = GroupNormStage.Scaled, Weight = reader.Parameter(node, 1) };
                break;
            case ("Add", GroupNormStage.Scaled):
                reader.Builder.GroupNorm(output, part!.Input, part.Weight!, reader.Parameter(node, 1), part.Groups);
                break;
            default:
                throw UnreadableGraphException.Of(node, "is no step of a normalization by groups as this version knows it");
        }
    }

    // The groups of a Reshape to [0,groups,-1].
    private static int? Groups(OnnxGraphReader reader, NodeProto node) =>
        node.OpType == "Reshape" && OnnxGraphReader.Given(node, 1) is { } name && reader.Constants.Integers(name) is [0, > 0 and < int.MaxValue and var groups, -1] ? (int)groups : null;

    private static bool IsPlain(OnnxGraphReader reader, NodeProto node) => node.Real("epsilon", GroupNormNode.Epsilon) == GroupNormNode.Epsilon
        && reader.Constants.Floats(OnnxGraphReader.Given(node, 1) ?? "")?.Values.All(v => v == 1) == true && reader.Constants.Floats(OnnxGraphReader.Given(node, 2) ?? "")?.Values.All(v => v == 0) == true;

    private static bool IsWhole(OnnxGraphReader reader, NodeProto node, string input) =>
        reader.Sizes.GetValueOrDefault(OnnxGraphReader.Given(node, 1) ?? "") is { } sizes && sizes.SequenceEqual(Enumerable.Range(0, 4).Select(axis => new OnnxSize(0, input, axis)));
}
