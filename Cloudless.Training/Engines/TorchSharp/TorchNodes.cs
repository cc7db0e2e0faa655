using Cloudless.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>The table of what nodes are in TorchSharp.</summary>
/// <remarks>Arguments by position: their names differ between versions of TorchSharp.</remarks>
internal static class TorchNodes
{
    // What the kept mean and variance move towards those of a batch, as in PyTorch.
    private const double Momentum = 0.1;

    /// <summary>Computes a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="module">Whose parameters and constants are used.</param>
    /// <param name="values">What was computed before.</param>
    /// <returns>A tensor of the current scope.</returns>
    public static Tensor Apply(GraphNode node, GraphModule module, Dictionary<string, Tensor> values)
    {
        Tensor x = values[node.Inputs[0]], last = values[node.Inputs[^1]];
        return node switch
        {
            Conv2dNode n => Convolve(n, module, x),
            Conv3dNode n => Convolve(n, module, x),
            BatchNormNode n => nn.functional.batch_norm(
                Wide(x), module[n.Mean], module[n.Variance], module[n.Weight], module[n.Bias], module.training, Momentum, BatchNormNode.Epsilon),
            ReluNode => x.relu(),
            LeakyReluNode n => x.Leaky(n.Slope),
            SigmoidNode => Wide(x).sigmoid(),
            DepthwiseConv2dNode n => Depthwise(n, module, x),
            ConvTranspose2dNode n => nn.functional.conv_transpose2d(module.Typed(x), module.Typed(module[n.Weight]), module.Typed(module[n.Bias]), [2L, 2], [1L, 1]),
            GroupNormNode n => nn.functional.group_norm(Wide(x), n.Groups, module[n.Weight].flatten(), module[n.Bias].flatten(), GroupNormNode.Epsilon),
            TanhNode => Wide(x).tanh(),
            SoftplusNode => nn.functional.softplus(Wide(x), 1, 20),
            ScaleNode n => x.Times(n.Factor),
            AddNode => Wide(x).Plus(Wide(last)),
            MultiplyNode => Wide(x).mul(Wide(last)),
            ClampNode => Wide(x).clamp(module.Constants(node).First, module.Constants(node).Second),
            AffineNode => Wide(x).mul(module.Constants(node).First).Plus(module.Constants(node).Second),
            SliceChannelsNode n => x.narrow(1, n.First, n.Count),
            ConcatNode => cat([Wide(x), Wide(last)], 1),
            FoldDatesNode => x.reshape(x.shape[0] * x.shape[1], x.shape[2], x.shape[3], x.shape[4]),
            UnfoldDatesNode => x.reshape(last.shape[0], last.shape[1], x.shape[1], x.shape[2], x.shape[3]),
            SwapDatesNode => x.transpose(1, 2),
            SoftmaxOverDatesNode => Wide(x).softmax(2),
            OverDatesNode n => n.Mean ? Wide(x).mean([2]) : Wide(x).sum(2),
            MaxPoolNode { Kernel: 2 } => nn.functional.max_pool2d(x, [2L, 2], [2L, 2]),
            MaxPoolNode n => nn.functional.max_pool2d(x, [n.Kernel, (long)n.Kernel], [2L, 2], [n.Kernel / 2, (long)(n.Kernel / 2)]),
            UpsampleNode n => Double(n, x),
            GlobalAveragePoolNode => Wide(x).mean([2, 3], true),
            _ => throw new NotSupportedException($"TorchSharp's engine does not know the node {node.GetType().Name}."),
        };
    }

    private static Tensor Convolve(Conv2dNode node, GraphModule module, Tensor x)
    {
        Tensor weight = module[node.Weight], bias = module[node.Bias];
        long padding = (weight.shape[2] - 1) / 2;
        return nn.functional.conv2d(
            module.Typed(x), module.Typed(weight), module.Typed(bias), [node.Stride, (long)node.Stride], [padding, padding], [1L, 1], 1);
    }

    private static Tensor Depthwise(DepthwiseConv2dNode node, GraphModule module, Tensor x)
    {
        Tensor weight = module[node.Weight], bias = module[node.Bias];
        long padding = weight.shape[2] / 2;
        long[] one = [1, 1], border = [padding, padding];
        return nn.functional.conv2d(module.Typed(x), module.Typed(weight), module.Typed(bias), one, border, one, weight.shape[0]);
    }

    private static Tensor Convolve(Conv3dNode node, GraphModule module, Tensor x)
    {
        Tensor weight = module[node.Weight], bias = module[node.Bias];
        long before = weight.shape[2] / 2, padding = weight.shape[3] / 2;
        return nn.functional.conv3d(
            module.Typed(x), module.Typed(weight), module.Typed(bias), [1L, node.Stride, node.Stride], [before, padding, padding], [1L, 1, 1], 1);
    }

    private static Tensor Double(UpsampleNode node, Tensor x)
    {
        bool dates = x.dim() == 5;
        double[] factors = dates ? [1, 2, 2] : [2, 2];
        return node.Bilinear
            ? nn.functional.interpolate(Wide(x), null, factors, dates ? InterpolationMode.Trilinear : InterpolationMode.Bilinear, false)
            : nn.functional.interpolate(x, null, factors, InterpolationMode.Nearest);
    }

    private static Tensor Wide(Tensor x) => x.dtype == ScalarType.Float32 ? x : x.to_type(ScalarType.Float32);
}
