using Cloudless.Imagery;

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
    /// <exception cref="ArgumentException">An array's length does not fit the shape.</exception>
    public TrainingBatch(TensorShape shape, float[] input, float[] target, byte[] mask)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(mask);
        int pixels = shape.N * shape.H * shape.W;
        if (input.Length != shape.Length || target.Length != (long)pixels * Sentinel2Band.Count || mask.Length != pixels)
        {
            throw new ArgumentException(
                $"Input, target and mask hold {input.Length}, {target.Length} and {mask.Length} values; {shape} needs {shape.Length}, {(long)pixels * Sentinel2Band.Count} and {pixels}.");
        }

        (Shape, Input, Target, Mask) = (shape, input, target, mask);
    }

    /// <summary>Shape of <see cref="Input"/>.</summary>
    public TensorShape Shape { get; }

    /// <summary>[N,C,H,W], DN and dB.</summary>
    public float[] Input { get; }

    /// <summary>[N,13,H,W], DN.</summary>
    public float[] Target { get; }

    /// <summary>[N,H,W]; 0 clear, 1 cloud, 2 shadow.</summary>
    public byte[] Mask { get; }
}
