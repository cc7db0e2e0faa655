namespace Cloudless.Networks;

/// <summary>How far a network looks.</summary>
internal static class ReceptiveField
{
    /// <summary>Largest sum of kernel radii on any path from an input to an output, in pixels.</summary>
    public static int Radius(NetworkGraph graph)
    {
        var radius = graph.Inputs.ToDictionary(i => i.Name, _ => 0, StringComparer.Ordinal);
        foreach (GraphNode node in graph.Nodes)
        {
            int own = node is Conv2dNode conv ? graph.Parameter(conv.Weight).Shape[2] / 2 : 0;
            radius[node.Output] = own + node.Inputs.Max(i => radius[i]);
        }

        return graph.Outputs.Max(o => radius[o.Name]);
    }
}
