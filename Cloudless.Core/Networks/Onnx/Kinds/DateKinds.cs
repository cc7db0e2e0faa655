using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Dates: Reshape with the Shape and Concat that make its sizes, Transpose, Softmax, ReduceMean, ReduceSum.</summary>
internal static class DateKinds
{
    /// <summary>Where the dates of a sequence [N,C,T,H,W] are.</summary>
    public const long Axis = 2;

    /// <summary>Dates and channels in the other order.</summary>
    public static ReadOnlySpan<long> Swapped => [0, 2, 1, 3, 4];

    public static void Write(OnnxGraphWriter writer, FoldDatesNode node)
    {
        string size = Sizes(writer, node.Output + ".size", node.Input, 3, 5);
        Reshape(writer, node.Output, node.Input, writer.Constant(node.Output + ".images", -1, writer.Graph.ChannelsOf(node.Input)), size);
    }

    public static void Write(OnnxGraphWriter writer, UnfoldDatesNode node)
    {
        string dates = Sizes(writer, node.Output + ".dates", node.Like, 0, 2), size = Sizes(writer, node.Output + ".size", node.Input, 2, 4);
        Reshape(writer, node.Output, node.Input, dates, writer.Constant(node.Output + ".channels", writer.Graph.ChannelsOf(node.Input)), size);
    }

    public static void Write(OnnxGraphWriter writer, OverDatesNode node)
    {
        // In opset 17 one has its axes as an attribute and the other as an input.
        NodeProto written = node.Mean
            ? writer.Op("ReduceMean", node.Output, node.Input).With("axes", Axis)
            : writer.Op("ReduceSum", node.Output, node.Input, writer.Constant(node.Output + ".axes", Axis));
        written.WithNumber("keepdims", 0L);
    }

    /// <summary>Whether a Concat joins sizes and not values.</summary>
    public static bool IsSizes(OnnxGraphReader reader, NodeProto node) => node.Input.Any(reader.Sizes.ContainsKey);

    public static void ReadSizes(OnnxGraphReader reader, NodeProto node) => reader.Sizes[node.Output[0]] = [.. node.Input.SelectMany(name =>
        reader.Sizes.TryGetValue(name, out OnnxSize[]? sizes) ? sizes
        : reader.Constants.Integers(name) is { } numbers ? numbers.Select(n => new OnnxSize(n))
        : throw UnreadableGraphException.Of(node, $"takes '{name}', which is neither a size nor a whole number"))];

    public static void ReadShape(OnnxGraphReader reader, NodeProto node)
    {
        string of = reader.Value(node, 0);
        int rank = reader.Shape(node).Kind is ValueKind.Series or ValueKind.Sequence ? 5 : 4;
        int Place(string name, long absent) => (int)Math.Clamp(node.Number(name, absent) is var place && place < 0 ? place + rank : place, 0, rank);
        int start = Place("start", 0), end = Place("end", rank);
        reader.Sizes[node.Output[0]] = [.. Enumerable.Range(start, Math.Max(0, end - start)).Select(axis => new OnnxSize(0, of, axis))];
    }

    public static void ReadReshape(OnnxGraphReader reader, NodeProto node)
    {
        string input = reader.Value(node, 0), output = node.Output[0];
        ValueShape shape = reader.Shape(node);
        OnnxSize[] sizes = reader.Sizes.GetValueOrDefault(OnnxGraphReader.Given(node, 1) ?? "") ?? [];
        var channels = new OnnxSize(shape.Channels);
        OnnxSize Of(int axis) => new(0, input, axis);
        if (shape.Kind == ValueKind.Series && sizes.SequenceEqual([new OnnxSize(-1), channels, Of(3), Of(4)]))
        {
            reader.Builder.FoldDates(output, input);
        }
        else if (shape.Kind == ValueKind.Image && sizes is [{ Of: { } like, Axis: 0 }, { Axis: 1 }, ..] && sizes[1].Of == like && sizes.Skip(2).SequenceEqual([channels, Of(2), Of(3)]))
        {
            reader.Builder.UnfoldDates(output, input, like);
        }
        else
        {
            throw UnreadableGraphException.Of(node, "neither makes images of dates nor dates of images");
        }
    }

    public static void ReadTranspose(OnnxGraphReader reader, NodeProto node)
    {
        Require(node, node.Numbers("perm") is { } order && order.AsSpan().SequenceEqual(Swapped), "does not swap dates and channels");
        reader.Builder.SwapDates(node.Output[0], reader.Value(node, 0));
    }

    public static void ReadSoftmax(OnnxGraphReader reader, NodeProto node)
    {
        Require(node, node.Number("axis", -1) is -3 or Axis, "does not go over dates");
        reader.Builder.SoftmaxOverDates(node.Output[0], reader.Value(node, 0));
    }

    public static void ReadReduction(OnnxGraphReader reader, NodeProto node)
    {
        long[]? axes = node.Numbers("axes") ?? (OnnxGraphReader.Given(node, 1) is { } name ? reader.Constants.Integers(name) : null);
        Require(node, axes is [-3 or Axis] && node.Number("keepdims", 1) == 0, "does not go over dates alone");
        string input = reader.Value(node, 0);
        _ = node.OpType == "ReduceMean" ? reader.Builder.MeanOverDates(node.Output[0], input) : reader.Builder.SumOverDates(node.Output[0], input);
    }

    private static string Sizes(OnnxGraphWriter writer, string name, string of, long start, long end)
    {
        name = writer.Unique(name);
        writer.Op("Shape", name, of).WithNumber("start", start).WithNumber("end", end);
        return name;
    }

    private static void Reshape(OnnxGraphWriter writer, string output, string input, params ReadOnlySpan<string> sizes)
    {
        string joined = writer.Unique(output + ".shape");
        writer.Op("Concat", joined, sizes).WithNumber("axis", 0L);
        writer.Op("Reshape", output, input, joined);
    }

    private static void Require(NodeProto node, bool holds, string why)
    {
        if (!holds)
        {
            throw UnreadableGraphException.Of(node, why);
        }
    }
}
