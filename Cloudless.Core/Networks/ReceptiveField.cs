namespace Cloudless.Networks;

/// <summary>How far a network looks.</summary>
internal static class ReceptiveField
{
    /// <summary>Largest sum of kernel radii on any path from an input to an output, in pixels of the input.</summary>
    public static int Radius(NetworkGraph graph)
    {
        var radius = graph.Inputs.ToDictionary(i => i.Name, _ => 0L, StringComparer.Ordinal);
        foreach (GraphNode node in graph.Nodes)
        {
            // Of a halved image a pixel is two of the input.
            long pixel = 1L << graph.ShapeOf(node.Inputs[0]).Level;
            radius[node.Output] = (Own(graph, node) * pixel) + node.Inputs.Max(i => radius[i]);
        }

        return (int)Math.Min(graph.Outputs.Max(o => radius[o.Name]), int.MaxValue);
    }

    private static long Own(NetworkGraph graph, GraphNode node) => node switch
    {
        Conv2dNode conv => graph.Parameter(conv.Weight).Shape[^1] / 2,
        Conv3dNode conv => graph.Parameter(conv.Weight).Shape[^1] / 2,
        MaxPoolNode or UpsampleNode => 1,
        DepthwiseConv2dNode conv => graph.Parameter(conv.Weight).Shape[^1] / 2,
        ConvTranspose2dNode => 1,
        GlobalAveragePoolNode or GroupNormNode => int.MaxValue,
        _ => 0,
    };
}
