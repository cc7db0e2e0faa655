namespace Cloudless.Networks;

/// <summary>He-uniform initialization: weights uniform in +-sqrt(6 / (Cin*K*K)), biases zero (He et al. 2015; Keras <c>he_uniform</c>).</summary>
public static class HeUniform
{
    /// <summary>Fills all parameters of a graph, so that a <see cref="BatchNormNode"/> changes nothing at first; the same seed gives the same values on every machine.</summary>
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

        foreach (BatchNormNode norm in graph.Nodes.OfType<BatchNormNode>())
        {
            Array.Fill(graph.Parameter(norm.Weight).Values, 1);
            Array.Fill(graph.Parameter(norm.Variance).Values, 1);
        }
    }
}
