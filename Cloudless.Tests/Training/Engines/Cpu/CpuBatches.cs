using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Tests.Networks;
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
    public static double Loss(NetworkGraph graph, TrainingBatch batch, PixelLoss loss)
    {
        double[] p = Float64Reference.Run(graph, batch.Input, batch.Shape);
        int plane = batch.Shape.H * batch.Shape.W, perImage = 13 * plane;
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            int image = i / perImage, within = i % perImage;
            (float onInput, float onTarget) = loss.Weights(batch.Mask[(image * plane) + (within % plane)]);
            double input = Math.Clamp(batch.CloudyBand(image, within / plane)[within % plane], 0, 10000), target = Math.Clamp(batch.Target[i], 0, 10000);
            sum += ((onInput * Math.Abs(p[i] - input)) + (onTarget * Math.Abs(p[i] - target))) / 2000;
        }

        return sum / p.Length;
    }
}
