namespace Cloudless.Networks;

/// <summary>The part of a graph that some of its values need, as a graph of its own.</summary>
internal static class GraphPart
{
    /// <summary>Cuts a graph off after some of its values, which become the outputs. The parameters are the graph's own, not copies.</summary>
    /// <param name="graph">Images all through, as <see cref="Vgg16"/> is.</param>
    /// <param name="outputs">Names of values of the graph, in the order wanted.</param>
    /// <exception cref="KeyNotFoundException">The graph has no such value.</exception>
    public static NetworkGraph Of(NetworkGraph graph, IReadOnlyList<string> outputs)
    {
        var needed = outputs.ToHashSet(StringComparer.Ordinal);
        foreach (GraphNode node in graph.Nodes.Reverse().Where(n => needed.Contains(n.Output)))
        {
            needed.UnionWith(node.Inputs);
        }

        var b = new NetworkGraphBuilder();
        foreach (GraphValue input in graph.Inputs.Where(i => needed.Contains(i.Name)))
        {
            b.Input(input.Name, input.Channels, input.Shape.Kind);
        }

        foreach (GraphNode node in graph.Nodes.Where(n => needed.Contains(n.Output)))
        {
            switch (node)
            {
                case Conv2dNode n: b.Conv2d(n.Output, n.Input, graph.Parameter(n.Weight), graph.Parameter(n.Bias), n.Stride); break;
                case Conv3dNode n: b.Conv3d(n.Output, n.Input, graph.Parameter(n.Weight), graph.Parameter(n.Bias), n.Stride); break;
                case BatchNormNode n:
                    b.BatchNorm(n.Output, n.Input, graph.Parameter(n.Weight), graph.Parameter(n.Bias), graph.Parameter(n.Mean), graph.Parameter(n.Variance));
                    break;
                case DepthwiseConv2dNode n: b.DepthwiseConv2d(n.Output, n.Input, graph.Parameter(n.Weight), graph.Parameter(n.Bias)); break;
                case ConvTranspose2dNode n: b.ConvTranspose2d(n.Output, n.Input, graph.Parameter(n.Weight), graph.Parameter(n.Bias)); break;
                case GroupNormNode n: b.GroupNorm(n.Output, n.Input, graph.Parameter(n.Weight), graph.Parameter(n.Bias), n.Groups); break;
                default: b.Copy(node, graph.ShapeOf(node.Output)); break;
            }
        }

        foreach (string output in outputs)
        {
            _ = graph.ShapeOf(output);
            b.Output(output);
        }

        return b.Build();
    }
}
