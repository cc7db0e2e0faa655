using Cloudless.Imagery;
using Cloudless.Training.Losses;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>A <see cref="PixelLoss"/> as tensors: the formula of its definition, differentiated by TorchSharp.</summary>
internal static class TorchLoss
{
    private const float Unit = Networks.DSen2Cr.OpticalScale;
    private const float Maximum = Networks.DSen2Cr.OpticalMaximum;

    /// <summary>The loss, in network units.</summary>
    /// <param name="prediction">[N,13,H,W], DN, float32.</param>
    /// <param name="input">The batch's input on the same device.</param>
    /// <param name="batch">The rest of the batch.</param>
    /// <param name="loss">What is computed.</param>
    /// <returns>One value of float64; it belongs to the current scope.</returns>
    public static Tensor Compute(Tensor prediction, Tensor input, TrainingBatch batch, PixelLoss loss)
    {
        Device device = prediction.device;
        TensorShape shape = batch.Shape;
        long[] size = [shape.N, Sentinel2Band.Count, shape.H, shape.W];
        Tensor cloudy = batch.Cloudy is { } taken ? TorchArrays.ToTensor(taken, device, size) : input.narrow(1, 0, Sentinel2Band.Count);
        Tensor fromTarget = prediction.sub(TorchArrays.ToTensor(batch.Target, device, size).Clipped(0, Maximum));
        Tensor onInput = Weights(batch, loss, device, w => w.Input), onTarget = Weights(batch, loss, device, w => w.Target);
        Tensor sum = Sum(onInput, prediction.sub(cloudy.Clipped(0, Maximum))).Plus(Sum(onTarget, fromTarget));
        if (loss.GradientWeight != 0)
        {
            // dx P - dx T = dx (P - T).
            Tensor onGradient = Weights(batch, loss, device, w => w.Gradient);
            sum = sum.Plus(Differences(onGradient, fromTarget, 3)).Plus(Differences(onGradient, fromTarget, 2));
        }

        double count = (double)shape.N * Sentinel2Band.Count * shape.H * shape.W;
        return sum.Times(1 / (Unit * count));
    }

    private static Tensor Sum(Tensor weights, Tensor differences) => weights.mul(differences.abs()).sum(ScalarType.Float64);

    private static Tensor Differences(Tensor weights, Tensor values, long dimension)
    {
        long pairs = values.shape[dimension] - 1;
        Tensor smaller = weights.narrow(dimension, 0, pairs).minimum(weights.narrow(dimension, 1, pairs));
        return Sum(smaller, values.narrow(dimension, 1, pairs).sub(values.narrow(dimension, 0, pairs)));
    }

    // [N,1,H,W]
    private static Tensor Weights(TrainingBatch batch, PixelLoss loss, Device device, Func<PixelWeights, float> part)
    {
        TensorShape shape = batch.Shape;
        float[] weights = new float[batch.Mask.Length];
        for (int image = 0, plane = shape.H * shape.W; image < shape.N; image++)
        {
            Span<float> row = weights.AsSpan(image * plane, plane);
            ReadOnlySpan<byte> mask = batch.Mask.AsSpan(image * plane, plane);
            LossWeights classes = loss.WeightsOf(mask);
            ReadOnlySpan<float> ofClass = [part(classes.Clear), part(classes.Cloud), part(classes.Shadow)];
            for (int i = 0; i < plane; i++)
            {
                row[i] = ofClass[mask[i]];
            }
        }

        return TorchArrays.ToTensor(weights, device, shape.N, 1, shape.H, shape.W);
    }
}
