namespace Cloudless.Networks;

/// <summary>He-uniform initialization: weights uniform in +-sqrt(6 / (Cin*K*K)), biases zero (He et al. 2015; Keras <c>he_uniform</c>).</summary>
public static class HeUniform
{
    /// <summary>Fills all parameters of a graph, so that normalizations have no factors of their own at first; the same seed gives the same values on every machine.</summary>
    public static void Initialize(NetworkGraph graph, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var random = new SeededRandom(seed);
        foreach (Parameter parameter in graph.Parameters)
        {
            float[] values = parameter.Values;
            if (parameter.Shape.Count < 2)
            {
                Array.Clear(values);
                continue;
            }

            int fanIn = parameter.Shape.Skip(1).Aggregate(1, (a, b) => a * b);
            double limit = Math.Sqrt(6.0 / fanIn);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(((2 * random.NextDouble()) - 1) * limit);
            }
        }

        StartNorms(graph);
    }

    /// <summary>Lets every normalization begin with a factor of 1 and a summand of 0.</summary>
    internal static void StartNorms(NetworkGraph graph)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            switch (node)
            {
                case BatchNormNode norm:
                    Array.Fill(graph.Parameter(norm.Weight).Values, 1);
                    Array.Fill(graph.Parameter(norm.Variance).Values, 1);
                    break;
                case GroupNormNode norm:
                    Array.Fill(graph.Parameter(norm.Weight).Values, 1);
                    Array.Clear(graph.Parameter(norm.Bias).Values);
                    break;
            }
        }
    }
}
