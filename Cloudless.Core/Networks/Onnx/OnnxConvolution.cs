using System.Text;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>Whether a Conv of ONNX is a <see cref="Conv2dNode"/>: stride 1, no dilation, one group, square odd kernel, padding that keeps the size.</summary>
internal static class OnnxConvolution
{
    /// <exception cref="UnreadableGraphException">It is another convolution.</exception>
    public static void RequireSame(NodeProto node, IReadOnlyList<int> weight)
    {
        if (weight.Count != 4 || weight[2] != weight[3] || weight[2] % 2 == 0 || weight[0] < 1 || weight[1] < 1)
        {
            throw UnreadableGraphException.Of(node, $"has the weight shape [{string.Join(',', weight)}]; only square kernels of odd size are known");
        }

        bool same = false;
        bool? padded = null;
        foreach (AttributeProto attribute in node.Attribute)
        {
            switch (attribute.Name)
            {
                case "group" when attribute.I != 1:
                case "strides" or "dilations" when attribute.Ints.Any(i => i != 1):
                case "kernel_shape" when attribute.Ints.Any(i => i != weight[2]):
                    throw UnreadableGraphException.Of(node, $"has {attribute.Name} {(attribute.Ints.Count == 0 ? attribute.I : string.Join(',', attribute.Ints))}, which this version does not know");
                case "auto_pad":
                    // With stride 1 and an odd kernel both ways of "same" pad alike.
                    same = Encoding.UTF8.GetString(attribute.S.Span) is "SAME_UPPER" or "SAME_LOWER";
                    break;
                case "pads":
                    padded = attribute.Ints.Count == 4 && attribute.Ints.All(p => p == weight[2] / 2);
                    break;
                default:
                    break;
            }
        }

        // Without pads an ONNX convolution pads nothing, which is right for a 1x1 kernel alone.
        if (!same && !(padded ?? weight[2] == 1))
        {
            throw UnreadableGraphException.Of(node, "does not pad by half its kernel, so that the output is smaller or larger than the input");
        }
    }
}
