using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Training.Engines;

/// <summary>A batch of equal-sized samples for one step.</summary>
/// <remarks>Shares its arrays with who made it; any number of threads may read it while nobody writes them.</remarks>
public sealed class TrainingBatch
{
    /// <summary>Wraps arrays without copying.</summary>
    /// <param name="shape">Shape of the input, [N,15,H,W] or [N,13,H,W].</param>
    /// <param name="input">Of that shape; optical DN in band order (offset removed), then VV, VH in dB. No NaN.</param>
    /// <param name="target">[N,13,H,W], DN of the cloud-free image.</param>
    /// <param name="mask">[N,H,W]; 0 clear, 1 cloud, 2 shadow.</param>
    /// <param name="cloudy">[N,13,H,W], DN of the cloudy image where the network does not see all of it (prior fill, dropped bands); null where it does.</param>
    /// <exception cref="ArgumentException">An array's length does not fit the shape.</exception>
    public TrainingBatch(TensorShape shape, float[] input, float[] target, byte[] mask, float[]? cloudy = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(mask);
        int pixels = shape.N * shape.H * shape.W;
        long optical = (long)pixels * Sentinel2Band.Count;
        if (input.Length != shape.Length || target.Length != optical || mask.Length != pixels || (cloudy is not null && cloudy.Length != optical))
        {
            throw new ArgumentException(
                $"Input, target, mask and cloudy image hold {input.Length}, {target.Length}, {mask.Length} and {cloudy?.Length ?? optical} values; {shape} needs {shape.Length}, {optical}, {pixels} and {optical}.");
        }

        (Shape, Input, Target, Mask, Cloudy) = (shape, input, target, mask, cloudy);
    }

    /// <summary>Shape of <see cref="Input"/>.</summary>
    public TensorShape Shape { get; }

    /// <summary>[N,C,H,W], DN and dB: what the network sees.</summary>
    public float[] Input { get; }

    /// <summary>[N,13,H,W], DN: the cloudy image as it was taken; null where it is the first 13 channels of <see cref="Input"/>.</summary>
    public float[]? Cloudy { get; }

    /// <summary>[N,13,H,W], DN.</summary>
    public float[] Target { get; }

    /// <summary>[N,H,W]; 0 clear, 1 cloud, 2 shadow.</summary>
    public byte[] Mask { get; }

    /// <summary>One band of the cloudy image as it was taken, I of the losses: a clear pixel is to stay what it was, not what a fill made of it.</summary>
    /// <param name="image">0 .. N-1.</param>
    /// <param name="band">0 .. 12.</param>
    /// <returns>[H,W], DN; a view, not a copy.</returns>
    public ReadOnlySpan<float> CloudyBand(int image, int band)
    {
        int plane = Shape.H * Shape.W;
        return Cloudy is null
            ? Input.AsSpan(((image * Shape.C) + band) * plane, plane)
            : Cloudy.AsSpan(((image * Sentinel2Band.Count) + band) * plane, plane);
    }

    /// <summary>Refuses a batch that a network cannot be trained on.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="prediction">Length of the array for its prediction; 0 where none is wanted.</param>
    /// <exception cref="ArgumentException">Other channels than the network's, classes other than 0, 1 and 2, or a prediction of another length.</exception>
    internal void RequireFits(NetworkGraph graph, int prediction)
    {
        if (Shape.C != graph.Inputs[0].Channels)
        {
            throw new ArgumentException($"The batch is {Shape}; the network takes {graph.Inputs[0].Channels} channels.");
        }

        int wrong = Mask.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)2);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"The batch's mask has class {Mask[wrong]} at index {wrong}; classes are 0 clear, 1 cloud, 2 shadow. Leave samples with nodata out of training.");
        }

        if (prediction != 0 && prediction != Target.Length)
        {
            throw new ArgumentException($"The prediction has room for {prediction} values; a batch of {Shape} needs {Target.Length}.");
        }
    }
}
