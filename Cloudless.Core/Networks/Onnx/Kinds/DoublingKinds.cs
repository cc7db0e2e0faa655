using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Transposed convolutions that double H and W: ConvTranspose.</summary>
internal static class DoublingKinds
{
    private const long Kernel = ConvTranspose2dNode.Kernel;

    public static void Write(OnnxGraphWriter writer, ConvTranspose2dNode node) => writer.Op("ConvTranspose", node.Output, node.Input, node.Weight, node.Bias)
        .With("dilations", 1, 1).WithNumber("group", 1L).With("kernel_shape", Kernel, Kernel).With("pads", 1, 1, 1, 1).With("strides", 2, 2);

    public static void Read(OnnxGraphReader reader, NodeProto node)
    {
        Parameter weight = reader.Parameter(node, 1);
        bool known = weight.Shape is [_, _, (int)Kernel, (int)Kernel] && node.Number("group", 1) == 1
            && node.Numbers("strides") is [2, 2] && node.Numbers("pads") is [1, 1, 1, 1] && node.Text("auto_pad", "NOTSET") == "NOTSET"
            && (node.Numbers("dilations")?.All(d => d == 1) ?? true) && (node.Numbers("output_padding")?.All(p => p == 0) ?? true) && node.Numbers("output_shape") is null;
        if (!known)
        {
            throw UnreadableGraphException.Of(node, "does not double H and W by a kernel of 4 x 4 with stride 2 and one pixel cut off around");
        }

        Parameter bias = OnnxGraphReader.Given(node, 2) is null ? new Parameter(weight.Name + ".no_bias", weight.Shape[1]) : reader.Parameter(node, 2);
        reader.Builder.ConvTranspose2d(node.Output[0], reader.Value(node, 0), weight, bias);
    }
}
