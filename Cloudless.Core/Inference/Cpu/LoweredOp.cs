using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>A node as the engine executes it, with the nodes after a convolution that it takes along.</summary>
/// <param name="Node">The node; of a fused group its convolution.</param>
/// <param name="Output">Value made.</param>
/// <param name="Source">First value taken.</param>
/// <param name="Residual">Value added, for a sum or a convolution with a sum after it.</param>
/// <param name="Factor">Factor of a scale after the convolution; 1 without one.</param>
/// <param name="Relu">Whether a ReLU follows the convolution.</param>
internal sealed record LoweredOp(GraphNode Node, string Output, string Source, string? Residual = null, float Factor = 1, bool Relu = false)
{
    /// <summary>Lowers a graph, fusing convolution with ReLU and convolution with scale and sum where nobody else needs the values between.</summary>
    public static IReadOnlyList<LoweredOp> Lower(NetworkGraph graph)
    {
        // An output of the graph counts as one more taker.
        Dictionary<string, int> takers = graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs.Select(o => o.Name))
            .GroupBy(v => v, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var open = new Dictionary<string, LoweredOp>(StringComparer.Ordinal);
        var ops = new List<LoweredOp>();
        foreach (GraphNode node in graph.Nodes)
        {
            LoweredOp op = Fuse(node, open) ?? Single(node);
            ops.Add(op);
            if (op.Node is Conv2dNode && !op.Relu && op.Residual is null && takers.GetValueOrDefault(op.Output) == 1)
            {
                open[op.Output] = op;
            }
        }

        // A fused op stands where its last node stood, when all it takes has been made; the shorter ones it replaces go.
        HashSet<GraphNode> last = [];
        ops.Reverse();
        List<LoweredOp> result = [.. ops.Where(o => last.Add(o.Node))];
        result.Reverse();
        return Taken(result, graph);
    }

    // Without what nobody takes.
    private static List<LoweredOp> Taken(List<LoweredOp> ops, NetworkGraph graph)
    {
        HashSet<string> needed = new(graph.Outputs.Select(o => o.Name), StringComparer.Ordinal);
        List<LoweredOp> taken = [];
        foreach (LoweredOp op in Enumerable.Reverse(ops).Where(o => needed.Contains(o.Output)))
        {
            taken.Add(op);
            needed.Add(op.Source);
            if (op.Residual is { } residual)
            {
                needed.Add(residual);
            }
        }

        taken.Reverse();
        return taken;
    }

    private static LoweredOp? Fuse(GraphNode node, Dictionary<string, LoweredOp> open)
    {
        switch (node)
        {
            case ReluNode relu when open.Remove(relu.Input, out LoweredOp? op) && op.Factor == 1:
                return op with { Output = relu.Output, Relu = true };
            case ScaleNode scale when open.TryGetValue(scale.Input, out LoweredOp? op) && op.Factor == 1:
                open.Remove(scale.Input);
                return op with { Output = scale.Output, Factor = scale.Factor };
            case AddNode add when open.Remove(add.B, out LoweredOp? op):
                return op with { Output = add.Output, Residual = add.A };
            case AddNode add when open.Remove(add.A, out LoweredOp? op):
                return op with { Output = add.Output, Residual = add.B };
            default:
                return null;
        }
    }

    private static LoweredOp Single(GraphNode node) =>
        new(node, node.Output, node.Inputs[0], node is AddNode add ? add.B : null);
}
