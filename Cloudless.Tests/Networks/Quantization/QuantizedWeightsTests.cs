using Cloudless.Networks;
using Cloudless.Networks.Quantization;

namespace Cloudless.Tests.Networks.Quantization;

[TestFixture]
public class QuantizedWeightsTests
{
    [TestCase(7, 63)]
    [TestCase(8, 127)]
    public void Weights_come_back_within_half_a_step_of_their_channel(int bits, int largest)
    {
        (Parameter weight, Parameter bias) = Random(magnitudes: [1e-3, 0.1, 7]);
        QuantizedWeights made = QuantizedWeights.Make(weight, bias, inputScale: 0.02f, bits);
        int each = weight.Values.Length / 3;
        for (int i = 0; i < weight.Values.Length; i++)
        {
            float scale = made.Scales[i / each];

            // Half a step, and the rounding of one division and one product in float32.
            Assert.That(made.Weights[i] * scale, Is.EqualTo(weight.Values[i]).Within((0.5 + 1e-4) * scale));
        }

        for (int c = 0; c < 3; c++)
        {
            Assert.That(made.Weights.Skip(c * each).Take(each).Max(w => Math.Abs((int)w)), Is.EqualTo(largest), "each channel uses the whole range");
            Assert.That(made.Bias[c] * (double)made.BiasScales[c], Is.EqualTo(bias.Values[c]).Within(0.5001 * made.BiasScales[c]));
        }
    }

    [Test]
    public void Sums_of_two_products_of_seven_bits_fit_into_sixteen()
    {
        (Parameter weight, Parameter bias) = Random(magnitudes: [1, 1, 1]);
        QuantizedWeights made = QuantizedWeights.Make(weight, bias, 1, 7);
        Assert.That(2 * 255 * made.Weights.Max(w => Math.Abs((int)w)), Is.LessThanOrEqualTo(short.MaxValue));
    }

    [Test]
    public void Channel_of_zeros_and_channel_of_bias_alone_stay_what_they_are()
    {
        var weight = new Parameter("w", 2, 1, 3, 3);
        var bias = new Parameter("b", 2);
        bias.Values[1] = -3.5f;
        QuantizedWeights made = QuantizedWeights.Make(weight, bias, 0.01f, 7);
        Assert.That(made.Weights, Is.All.Zero);
        Assert.That(made.Scales.Concat(made.BiasScales), Is.All.GreaterThan(0f));
        Assert.That(made.Bias[0], Is.Zero);
        Assert.That(made.Bias[1] * (double)made.BiasScales[1], Is.EqualTo(-3.5).Within(1e-6));
    }

    private static (Parameter Weight, Parameter Bias) Random(double[] magnitudes)
    {
        var weight = new Parameter("w", magnitudes.Length, 5, 3, 3);
        var bias = new Parameter("b", magnitudes.Length);
        var random = new SeededRandom(3);
        for (int i = 0; i < weight.Values.Length; i++)
        {
            weight.Values[i] = (float)(magnitudes[i / 45] * random.NextDouble(-1, 1));
        }

        for (int i = 0; i < bias.Values.Length; i++)
        {
            bias.Values[i] = (float)random.NextDouble(-1, 1);
        }

        return (weight, bias);
    }
}
