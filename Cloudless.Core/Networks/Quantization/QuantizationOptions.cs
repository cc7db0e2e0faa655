namespace Cloudless.Networks.Quantization;

/// <summary>How a network is turned into one of 8-bit integers.</summary>
public sealed record QuantizationOptions
{
    /// <summary>Choice of activation ranges.</summary>
    public RangeMethod Ranges { get; init; } = RangeMethod.Percentile;

    /// <summary>
    /// Bits of a weight, 7 (default) or 8. Without VNNI instructions the integer kernels of ONNX Runtime add two products in 16 bits, which
    /// 8-bit weights overflow; 7 bits are safe on every machine, and faster there than the unsigned 8 that the engine takes instead.
    /// </summary>
    public int WeightBits { get; init; } = 7;

    /// <summary>Whether the sums of residual blocks are 8-bit integers too: faster and less exact.</summary>
    public bool IntegerSums { get; init; }

    /// <summary>Whether the first and the last convolution compute in float32: they see and make DN, where a step of 8 bits is tens of DN.</summary>
    public bool FloatEnds { get; init; } = true;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        if (WeightBits is not (7 or 8))
        {
            throw new ArgumentOutOfRangeException(nameof(WeightBits), WeightBits, "Weights have 7 or 8 bits.");
        }

        if (!Enum.IsDefined(Ranges))
        {
            throw new ArgumentOutOfRangeException(nameof(Ranges), Ranges, "There is no such way to choose a range.");
        }
    }
}
