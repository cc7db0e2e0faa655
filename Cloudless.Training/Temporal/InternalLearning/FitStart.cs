using Cloudless.Networks;

namespace Cloudless.Training.Temporal;

/// <summary>The network that a fit starts from.</summary>
internal static class FitStart
{
    /// <summary>Random weights, and a last bias that makes the mean of each band, so that no pass is spent on finding the level.</summary>
    public static NetworkGraph Graph(SequenceToSequenceOptions size, FitData data, ulong seed)
    {
        NetworkGraph graph = SequenceToSequence.Build(size);
        HeUniform.Initialize(graph, seed);
        float[] bias = graph.Parameter(SequenceToSequence.TailName + ".bias").Values;
        for (int band = 0; band < bias.Length; band++)
        {
            double mean = Math.Clamp(data.Mean(band) / DSen2Cr.OpticalMaximum, 0.001, 0.999);
            bias[band] = (float)Math.Log(mean / (1 - mean));
        }

        return graph;
    }
}
