namespace Cloudless.Networks.Quantization;

/// <summary>Weights of one convolution as integers, one scale for each output channel, zero at 0.</summary>
/// <param name="Weights">[Cout,Cin,K,K], -63..63 for 7 bits, -127..127 for 8.</param>
/// <param name="Scales">[Cout], value = stored * scale.</param>
/// <param name="Bias">[Cout], in units of input scale times weight scale.</param>
/// <param name="BiasScales">[Cout], these units.</param>
internal sealed record QuantizedWeights(sbyte[] Weights, float[] Scales, int[] Bias, float[] BiasScales)
{
    // A bias of a channel with tiny weights must still fit into 32 bits, with room for what is added to it.
    private const float LargestBias = 1 << 30;
    private const float SmallestScale = 1e-20f;

    /// <summary>Rounds weights to the nearest step and the bias to the steps of the products.</summary>
    /// <param name="weight">[Cout,Cin,K,K].</param>
    /// <param name="bias">[Cout].</param>
    /// <param name="inputScale">Scale of the convolution's input.</param>
    /// <param name="bits">Bits of a weight.</param>
    public static QuantizedWeights Make(Parameter weight, Parameter bias, float inputScale, int bits)
    {
        int channels = weight.Shape[0], each = weight.Values.Length / channels, largest = (1 << (bits - 1)) - 1;
        var made = new QuantizedWeights(new sbyte[weight.Values.Length], new float[channels], new int[channels], new float[channels]);
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> values = weight.Values.AsSpan(c * each, each);
            float magnitude = 0;
            foreach (float value in values)
            {
                magnitude = Math.Max(magnitude, Math.Abs(value));
            }

            float scale = Math.Max(Math.Max(magnitude / largest, Math.Abs(bias.Values[c]) / (inputScale * LargestBias)), SmallestScale);
            for (int i = 0; i < each; i++)
            {
                made.Weights[(c * each) + i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scale), -largest, largest);
            }

            made.Scales[c] = scale;
            made.BiasScales[c] = inputScale * scale;
            made.Bias[c] = (int)Math.Round((double)bias.Values[c] / made.BiasScales[c]);
        }

        return made;
    }
}
