using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Benchmarks.Rows;

/// <summary>A DSen2-CR with seeded weights, and input for it. Speed does not depend on what weights and pixels say.</summary>
internal static class NetworkModel
{
    private const ulong Seed = 1;
    private const float BrightestDn = 10000;

    /// <summary>The network as a model file, so that all engines get the same weights.</summary>
    public static CloudRemovalModel Make(int features, int blocks)
    {
        var options = new DSen2CrOptions { Features = features, Blocks = blocks };
        NetworkGraph graph = DSen2Cr.Build(options);
        HeUniform.Initialize(graph, Seed);
        return CloudRemovalModel.Create(graph, ModelCard.ForDSen2Cr(options, $"F={features} B={blocks}", "benchmark", DateTimeOffset.UnixEpoch));
    }

    /// <summary>Noise over the range of DN in the optical channels, and of dB in those of SAR.</summary>
    public static float[] Input(TensorShape shape)
    {
        var random = new SeededRandom(Seed);
        float[] values = new float[shape.Length];
        int plane = shape.H * shape.W;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / plane % shape.C;
            values[i] = (float)(channel < Sentinel2Band.Count
                ? random.NextDouble(0, BrightestDn)
                : random.NextDouble(DSen2Cr.SarMinimum[channel - Sentinel2Band.Count], 0));
        }

        return values;
    }

    /// <summary>Multiplications of one forward pass as direct convolution makes them.</summary>
    public static double Multiplies(NetworkGraph graph, TensorShape shape) =>
        graph.Parameters.Where(p => p.Shape.Count == 4).Sum(p => (double)p.Values.Length) * shape.N * shape.H * shape.W;
}
