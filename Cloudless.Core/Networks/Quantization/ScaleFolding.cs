namespace Cloudless.Networks.Quantization;

/// <summary>Multiplies fixed factors into the convolutions before them, so that no operation stands between a convolution and its sum.</summary>
internal static class ScaleFolding
{
    /// <summary>A copy of a graph in which each convolution that only a <see cref="ScaleNode"/> takes has that factor in its weights.</summary>
    public static NetworkGraph Fold(NetworkGraph graph)
    {
        ILookup<string, GraphNode> consumers = graph.Nodes.SelectMany(n => n.Inputs, (Node, Value) => (Node, Value))
            .ToLookup(c => c.Value, c => c.Node, StringComparer.Ordinal);
        var builder = new NetworkGraphBuilder();
        var folded = new HashSet<string>(StringComparer.Ordinal);
        foreach (GraphValue input in graph.Inputs)
        {
            builder.Input(input.Name, input.Channels);
        }

        foreach (GraphNode node in graph.Nodes)
        {
            switch (node)
            {
                case Conv2dNode conv when consumers[conv.Output].ToArray() is [ScaleNode scale] && graph.Outputs.All(o => o.Name != conv.Output):
                    builder.Conv2d(scale.Output, conv.Input, Times(graph.Parameter(conv.Weight), scale.Factor), Times(graph.Parameter(conv.Bias), scale.Factor), conv.Stride);
                    folded.Add(scale.Output);
                    break;
                case Conv2dNode conv:
                    builder.Conv2d(conv.Output, conv.Input, graph.Parameter(conv.Weight), graph.Parameter(conv.Bias), conv.Stride);
                    break;
                default:
                    if (!folded.Contains(node.Output))
                    {
                        builder.Copy(node, graph.ShapeOf(node.Output));
                    }

                    break;
            }
        }

        foreach (GraphValue output in graph.Outputs)
        {
            builder.Output(output.Name);
        }

        return builder.Build();
    }

    private static Parameter Times(Parameter parameter, float factor)
    {
        var product = new Parameter(parameter.Name, [.. parameter.Shape]);
        for (int i = 0; i < product.Values.Length; i++)
        {
            product.Values[i] = parameter.Values[i] * factor;
        }

        return product;
    }
}
