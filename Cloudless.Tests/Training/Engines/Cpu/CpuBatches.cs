using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Training.Losses;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Engines.Cpu;

/// <summary>Batches for tests of training engines, and their loss by the definition in float64.</summary>
internal static class CpuBatches
{
    /// <summary>Random input, target and classes.</summary>
    public static TrainingBatch Random(TensorShape shape, ulong seed)
    {
        float[] target = CpuGraphs.Scene(shape with { C = 13 }, seed + 100);
        var random = new SeededRandom(seed);
        byte[] mask = [.. Enumerable.Range(0, shape.N * shape.H * shape.W).Select(_ => (byte)random.Next(3))];
        return new TrainingBatch(shape, CpuGraphs.Scene(shape, seed), target, mask);
    }

    /// <summary>The loss as <see cref="PixelLoss"/> defines it.</summary>
    public static double Loss(NetworkGraph graph, TrainingBatch batch, PixelLoss loss) =>
        LossReference.Compute(Float64Reference.Run(graph, batch.Input, batch.Shape), batch, loss);
}
