namespace Cloudless.Networks;

/// <summary>Initialization of pix2pix: weights drawn from a normal distribution of mean 0 and deviation 0.02, biases zero.</summary>
public static class NormalWeights
{
    private const double Deviation = 0.02;

    /// <summary>Fills all parameters of a graph; normalizations begin with a factor of 1. The same seed gives the same values on every machine.</summary>
    public static void Initialize(NetworkGraph graph, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var random = new SeededRandom(seed);
        foreach (Parameter parameter in graph.Parameters)
        {
            float[] values = parameter.Values;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = parameter.Shape.Count < 2 ? 0 : (float)(Deviation * random.NextGaussian());
            }
        }

        HeUniform.StartNorms(graph);
    }
}
