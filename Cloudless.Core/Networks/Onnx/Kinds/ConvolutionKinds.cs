using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Convolutions and normalization: Conv, BatchNormalization.</summary>
internal static class ConvolutionKinds
{
    public static void Write(OnnxGraphWriter writer, Conv2dNode node)
    {
        long kernel = writer.Graph.Parameter(node.Weight).Shape[2], pad = (kernel - 1) / 2;
        writer.Op("Conv", node.Output, node.Input, node.Weight, node.Bias)
            .With("dilations", 1, 1).WithNumber("group", 1L).With("kernel_shape", kernel, kernel).With("pads", pad, pad, pad, pad).With("strides", node.Stride, node.Stride);
    }

    public static void Write(OnnxGraphWriter writer, Conv3dNode node)
    {
        IReadOnlyList<int> shape = writer.Graph.Parameter(node.Weight).Shape;
        long dates = shape[2], kernel = shape[3], before = dates / 2, pad = kernel / 2;
        writer.Op("Conv", node.Output, node.Input, node.Weight, node.Bias)
            .With("dilations", 1, 1, 1).WithNumber("group", 1L).With("kernel_shape", dates, kernel, kernel)
            .With("pads", before, pad, pad, before, pad, pad).With("strides", 1, node.Stride, node.Stride);
    }

    public static void Write(OnnxGraphWriter writer, BatchNormNode node) =>
        writer.Op("BatchNormalization", node.Output, node.Input, node.Weight, node.Bias, node.Mean, node.Variance).WithNumber("epsilon", BatchNormNode.Epsilon);

    public static void Read(OnnxGraphReader reader, NodeProto node)
    {
        Parameter weight = reader.Parameter(node, 1);
        int stride = RequireSame(node, weight.Shape);
        Parameter bias = OnnxGraphReader.Given(node, 2) is null ? new Parameter(weight.Name + ".no_bias", weight.Shape[0]) : reader.Parameter(node, 2);
        string input = reader.Value(node, 0);
        if (weight.Shape.Count == 4)
        {
            reader.Builder.Conv2d(node.Output[0], input, weight, bias, stride);
        }
        else
        {
            reader.Builder.Conv3d(node.Output[0], input, weight, bias, stride);
        }
    }

    public static void ReadNorm(OnnxGraphReader reader, NodeProto node)
    {
        float epsilon = node.Real("epsilon", BatchNormNode.Epsilon);
        if (epsilon != BatchNormNode.Epsilon || node.Number("training_mode", 0) != 0)
        {
            throw UnreadableGraphException.Of(node, $"trains, or adds {epsilon} to the variance; {BatchNormNode.Epsilon} is known");
        }

        reader.Builder.BatchNorm(node.Output[0], reader.Value(node, 0),
            reader.Parameter(node, 1), reader.Parameter(node, 2), reader.Parameter(node, 3, trained: false), reader.Parameter(node, 4, trained: false));
    }

    // No dilation, one group, padding by half of the kernels, which are odd where the step is 1; the step in H and W is given back.
    private static int RequireSame(NodeProto node, IReadOnlyList<int> weight)
    {
        int axes = weight.Count - 2;
        long[] strides = node.Numbers("strides") ?? [.. Enumerable.Repeat(1L, axes)];
        bool even = axes == 2 && strides is [2, 2];
        if (axes is not (2 or 3) || weight[^1] != weight[^2] || weight.Any(size => size < 1) || (!even && weight.Skip(2).Any(kernel => kernel % 2 == 0)))
        {
            throw UnreadableGraphException.Of(node, $"has the weight shape [{string.Join(',', weight)}]; only square kernels, of odd size where the stride is 1, are known");
        }

        long[] kernels = [.. weight.Skip(2).Select(k => (long)k)], pads = [.. kernels.Select(k => (k - 1) / 2)];
        Require(node, "strides", strides.All(s => s == 1) || strides is [2, 2] || (axes == 3 && strides is [1, 2, 2]));
        Require(node, "group", node.Number("group", 1) == 1);
        Require(node, "dilations", node.Numbers("dilations")?.All(d => d == 1) ?? true);
        Require(node, "kernel_shape", node.Numbers("kernel_shape")?.SequenceEqual(kernels) ?? true);

        // With stride 1 and an odd kernel both ways of "same" pad alike. Without pads a convolution pads nothing, which is right for a 1x1 kernel alone.
        bool same = strides[^1] == 1 && node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER";
        if (!same && !(node.Numbers("pads")?.SequenceEqual([.. pads, .. pads]) ?? pads.All(p => p == 0)))
        {
            throw UnreadableGraphException.Of(node, "does not pad by half its kernel, so that the output is smaller or larger than the input");
        }

        return (int)strides[^1];
    }

    private static void Require(NodeProto node, string attribute, bool known)
    {
        if (!known)
        {
            throw UnreadableGraphException.Of(node, $"has {attribute} {(node.Numbers(attribute) is { Length: > 0 } list ? string.Join(',', list) : node.Number(attribute, 0))}, which this version does not know");
        }
    }
}
