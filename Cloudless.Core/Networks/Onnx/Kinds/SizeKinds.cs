using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Height and width: MaxPool, Resize.</summary>
internal static class SizeKinds
{
    private const string Centers = "half_pixel", Corners = "asymmetric";

    public static void Write(OnnxGraphWriter writer, MaxPoolNode node)
    {
        NodeProto pool = writer.Op("MaxPool", node.Output, node.Input).With("kernel_shape", node.Kernel, node.Kernel).With("strides", 2, 2);
        if (node.Kernel == 3)
        {
            pool.With("pads", 1, 1, 1, 1);
        }
    }

    public static void Write(OnnxGraphWriter writer, UpsampleNode node)
    {
        float[] scales = writer.Graph.ShapeOf(node.Input).Kind == ValueKind.Sequence ? [1, 1, 1, 2, 2] : [1, 1, 2, 2];
        NodeProto resize = writer.Op("Resize", node.Output, node.Input, "", writer.Constant(node.Output + ".scales", [scales.Length], scales))
            .WithText("mode", node.Bilinear ? "linear" : "nearest").WithText("coordinate_transformation_mode", node.Bilinear ? Centers : Corners);
        if (!node.Bilinear)
        {
            resize.WithText("nearest_mode", "floor");
        }
    }

    public static void ReadMaxPool(OnnxGraphReader reader, NodeProto node)
    {
        long[]? kernel = node.Numbers("kernel_shape"), pads = node.Numbers("pads");
        bool known = (kernel is [2, 2] && (pads?.All(p => p == 0) ?? true)) || (kernel is [3, 3] && pads is [1, 1, 1, 1]);
        bool plain = node.Numbers("strides") is [2, 2] && node.Number("ceil_mode", 0) == 0
            && (node.Numbers("dilations")?.All(d => d == 1) ?? true) && node.Text("auto_pad", "NOTSET") == "NOTSET";
        Require(node, known && plain, "does not take the largest of 2 x 2 pixels, or of 3 x 3 around every second pixel");
        reader.Builder.MaxPool(node.Output[0], reader.Value(node, 0), (int)kernel![0]);
    }

    public static void ReadResize(OnnxGraphReader reader, NodeProto node)
    {
        float[]? scales = OnnxGraphReader.Given(node, 2) is { } name ? reader.Constants.Floats(name)?.Values : null;
        bool twice = reader.Shape(node).Kind == ValueKind.Sequence ? scales is [1, 1, 1, 2, 2] : scales is [1, 1, 2, 2];
        string mode = node.Text("mode", "nearest"), coordinates = node.Text("coordinate_transformation_mode", Centers);
        bool bilinear = mode == "linear" && coordinates == Centers;
        bool nearest = mode == "nearest" && coordinates == Corners && node.Text("nearest_mode", "round_prefer_floor") == "floor";
        Require(node, twice && (bilinear || nearest), "does not double H and W, between pixels' centers or each pixel four times");
        reader.Builder.Upsample(node.Output[0], reader.Value(node, 0), bilinear);
    }

    private static void Require(NodeProto node, bool holds, string why)
    {
        if (!holds)
        {
            throw UnreadableGraphException.Of(node, why);
        }
    }
}
