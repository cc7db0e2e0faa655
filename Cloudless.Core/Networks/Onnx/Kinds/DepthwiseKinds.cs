using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Convolutions of each channel by itself: Conv with as many groups as channels.</summary>
internal static class DepthwiseKinds
{
    public static void Write(OnnxGraphWriter writer, DepthwiseConv2dNode node)
    {
        IReadOnlyList<int> shape = writer.Graph.Parameter(node.Weight).Shape;
        long kernel = shape[2], pad = kernel / 2;
        writer.Op("Conv", node.Output, node.Input, node.Weight, node.Bias)
            .With("dilations", 1, 1).WithNumber("group", (long)shape[0]).With("kernel_shape", kernel, kernel).With("pads", pad, pad, pad, pad).With("strides", 1, 1);
    }

    /// <summary>Whether a Conv has more than one group; then each channel has to be one.</summary>
    public static bool Is(NodeProto node) => node.Number("group", 1) > 1;

    public static void Read(OnnxGraphReader reader, NodeProto node)
    {
        Parameter weight = reader.Parameter(node, 1);
        int channels = reader.Shape(node).Channels;
        bool known = weight.Shape is [var groups, 1, var height, var width] && groups == channels && height == width && height % 2 == 1 && node.Number("group", 1) == channels
            && (node.Numbers("strides")?.All(s => s == 1) ?? true) && (node.Numbers("dilations")?.All(d => d == 1) ?? true)
            && (node.Numbers("pads")?.All(p => p == height / 2) ?? height == 1);
        if (!known)
        {
            throw UnreadableGraphException.Of(node, "has groups; only a convolution of each channel by itself that keeps the image's size is known");
        }

        Parameter bias = OnnxGraphReader.Given(node, 2) is null ? new Parameter(weight.Name + ".no_bias", channels) : reader.Parameter(node, 2);
        reader.Builder.DepthwiseConv2d(node.Output[0], reader.Value(node, 0), weight, bias);
    }
}
