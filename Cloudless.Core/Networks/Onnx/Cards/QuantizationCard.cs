namespace Cloudless.Networks.Onnx;

/// <summary>How a model of 8-bit integers was made of one of float32.</summary>
/// <param name="Precision">What most of the convolutions compute in: <c>int8</c>.</param>
/// <param name="WeightBits">Bits of a weight, 7 or 8; one scale for each output channel.</param>
/// <param name="Ranges">How the ranges of the activations were chosen, e.g. <c>meanSquare</c>.</param>
/// <param name="IntegerSums">Whether the sums of residual blocks are 8-bit integers too.</param>
/// <param name="FloatEnds">Whether the first and the last convolution compute in float32.</param>
/// <param name="Calibration">The images that the ranges were observed on.</param>
/// <param name="Float32Sha256">SHA-256 of the float32 model's file.</param>
public sealed record QuantizationCard(
    string Precision, int WeightBits, string Ranges, bool IntegerSums, bool FloatEnds, string Calibration, string Float32Sha256)
{
    /// <summary>The one <see cref="Precision"/> that this version knows.</summary>
    public const string Int8 = "int8";
}
