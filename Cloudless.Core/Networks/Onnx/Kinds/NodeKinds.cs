using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>The table of what nodes are in ONNX and what operations of ONNX are as nodes. The other files of this folder do it, one for each family.</summary>
internal static class NodeKinds
{
    /// <summary>Adds a node to a file.</summary>
    public static void Write(OnnxGraphWriter writer, GraphNode node)
    {
        switch (node)
        {
            case Conv2dNode n: ConvolutionKinds.Write(writer, n); break;
            case Conv3dNode n: ConvolutionKinds.Write(writer, n); break;
            case BatchNormNode n: ConvolutionKinds.Write(writer, n); break;
            case ReluNode n: writer.Op("Relu", n.Output, n.Input); break;
            case LeakyReluNode n: writer.Op("LeakyRelu", n.Output, n.Input).WithNumber("alpha", n.Slope); break;
            case SigmoidNode n: writer.Op("Sigmoid", n.Output, n.Input); break;
            case TanhNode n: writer.Op("Tanh", n.Output, n.Input); break;
            case SoftplusNode n: writer.Op("Softplus", n.Output, n.Input); break;
            case DepthwiseConv2dNode n: DepthwiseKinds.Write(writer, n); break;
            case ConvTranspose2dNode n: DoublingKinds.Write(writer, n); break;
            case GroupNormNode n: GroupNormKinds.Write(writer, n); break;
            case AddNode n: writer.Op("Add", n.Output, n.A, n.B); break;
            case MultiplyNode n: writer.Op("Mul", n.Output, n.A, n.B); break;
            case ScaleNode n: writer.Op("Mul", n.Output, n.Input, writer.Constant(n.Output + ".factor", [], [n.Factor])); break;
            case ClampNode n: ConstantKinds.Write(writer, n); break;
            case AffineNode n: ConstantKinds.Write(writer, n); break;
            case SliceChannelsNode n: ChannelKinds.Write(writer, n); break;
            case ConcatNode n: writer.Op("Concat", n.Output, n.A, n.B).WithNumber("axis", 1L); break;
            case FoldDatesNode n: DateKinds.Write(writer, n); break;
            case UnfoldDatesNode n: DateKinds.Write(writer, n); break;
            case SwapDatesNode n: writer.Op("Transpose", n.Output, n.Input).With("perm", DateKinds.Swapped); break;
            case SoftmaxOverDatesNode n: writer.Op("Softmax", n.Output, n.Input).WithNumber("axis", DateKinds.Axis); break;
            case OverDatesNode n: DateKinds.Write(writer, n); break;
            case MaxPoolNode n: SizeKinds.Write(writer, n); break;
            case UpsampleNode n: SizeKinds.Write(writer, n); break;
            case GlobalAveragePoolNode n: writer.Op("GlobalAveragePool", n.Output, n.Input); break;
            default: throw new NotSupportedException($"Node '{node.Output}' is a {node.GetType().Name}, which has no ONNX form here.");
        }
    }

    /// <summary>Adds an operation of a file to a graph.</summary>
    /// <exception cref="UnreadableGraphException">No node says it.</exception>
    public static void Read(OnnxGraphReader reader, NodeProto node)
    {
        string output = node.Output[0];
        NetworkGraphBuilder builder = reader.Builder;
        switch (node.OpType)
        {
            case "Constant" when reader.Constants.Contains(output): break;
            case "Conv" when DepthwiseKinds.Is(node): DepthwiseKinds.Read(reader, node); break;
            case "Conv": ConvolutionKinds.Read(reader, node); break;
            case "ConvTranspose": DoublingKinds.Read(reader, node); break;
            case "Reshape" or "InstanceNormalization" or "Mul" or "Add" when GroupNormKinds.IsPart(reader, node): GroupNormKinds.Read(reader, node); break;
            case "BatchNormalization": ConvolutionKinds.ReadNorm(reader, node); break;
            case "Relu": builder.Relu(output, reader.Value(node, 0)); break;
            case "LeakyRelu": builder.LeakyRelu(output, reader.Value(node, 0), node.Real("alpha", 0.01f)); break;
            case "Sigmoid": builder.Sigmoid(output, reader.Value(node, 0)); break;
            case "Tanh": builder.Tanh(output, reader.Value(node, 0)); break;
            case "Softplus": builder.Softplus(output, reader.Value(node, 0)); break;
            case "Clip": ConstantKinds.ReadClip(reader, node); break;
            case "Add" or "Mul" or "Max" or "Min": ConstantKinds.ReadPair(reader, node); break;
            case "Slice": ChannelKinds.ReadSlice(reader, node); break;
            case "Concat" when DateKinds.IsSizes(reader, node): DateKinds.ReadSizes(reader, node); break;
            case "Concat": ChannelKinds.ReadConcat(reader, node); break;
            case "Shape": DateKinds.ReadShape(reader, node); break;
            case "Reshape": DateKinds.ReadReshape(reader, node); break;
            case "Transpose": DateKinds.ReadTranspose(reader, node); break;
            case "Softmax": DateKinds.ReadSoftmax(reader, node); break;
            case "ReduceMean" or "ReduceSum": DateKinds.ReadReduction(reader, node); break;
            case "MaxPool": SizeKinds.ReadMaxPool(reader, node); break;
            case "Resize": SizeKinds.ReadResize(reader, node); break;
            case "GlobalAveragePool": builder.GlobalAveragePool(output, reader.Value(node, 0)); break;
            case "QuantizeLinear" or "DequantizeLinear":
                throw UnreadableGraphException.Of(node, "computes in 8-bit integers, which ONNX Runtime alone does; take the float32 model that the file was made of");
            default: throw UnreadableGraphException.Of(node, "is one that this version does not know");
        }
    }
}
