using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;

namespace Cloudless.Tests.Training.Engines.Cpu;

[TestFixture]
public class NAdamOptimizerTests
{
    [Test]
    public void First_step_equals_the_rule_worked_out_by_hand()
    {
        // mu_1 = 0.9 (1 - 0.5 * 0.96^0.004) = 0.4500734736, mu_2 = 0.9 (1 - 0.5 * 0.96^0.008) = 0.4501469352. With g = 2: m = 0.2, v = 0.004,
        // v' = 4; g' = 2 / (1 - mu_1) = 3.63684948, m' = 0.2 / (1 - mu_1 mu_2) = 0.25081490;
        // step = ((1 - mu_1) g' + mu_2 m') / 2 = (2 + 0.11290356) / 2 = 1.05645178.
        float[] weights = Run(new NAdamOptions(), 0.1, [2f], out _);
        Assert.That(1 - weights[0], Is.EqualTo(0.105645178).Within(2e-7));
    }

    [Test]
    public void Many_steps_equal_the_rule_in_float64()
    {
        float[] gradients = [.. Enumerable.Range(0, 50).Select(i => (float)Math.Sin(i * 0.7) * (1 + (i % 3)))];
        float[] weights = Run(new NAdamOptions(), 0.01, gradients, out NAdamState state);
        double p = 1, m = 0, v = 0, product = 1;
        for (int t = 1; t <= gradients.Length; t++)
        {
            double g = gradients[t - 1], mu = Mu(t), next = Mu(t + 1);
            product *= mu;
            m = (0.9 * m) + (0.1 * g);
            v = (0.999 * v) + (0.001 * g * g);
            double corrected = ((1 - mu) * g / (1 - product)) + (next * m / (1 - (product * next)));
            p -= 0.01 * corrected / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
        }

        Assert.Multiple(() =>
        {
            // 50 float32 roundings of a weight near 1 leave at most 50 * 6e-8.
            Assert.That(weights[0], Is.EqualTo(p).Within(3e-6));
            Assert.That(state.MomentumSchedule, Is.EqualTo(product).Within(1e-15));
            Assert.That(state.Step, Is.EqualTo(50));
        });

        static double Mu(int t) => 0.9 * (1 - (0.5 * Math.Pow(0.96, t * 0.004)));
    }

    [Test]
    public void Gradients_are_scaled_down_to_the_largest_norm_allowed()
    {
        Run(new NAdamOptions { MaximumGradientNorm = 0.5 }, 0.01, [4f], out NAdamState clipped);
        Run(new NAdamOptions { MaximumGradientNorm = 5 }, 0.01, [4f], out NAdamState free);
        Assert.Multiple(() =>
        {
            Assert.That(clipped.FirstMoments[0][0], Is.EqualTo(0.05).Within(1e-7));
            Assert.That(free.FirstMoments[0][0], Is.EqualTo(0.4).Within(1e-7));
        });
    }

    [Test]
    public void Constants_out_of_range_are_refused() => Assert.That(
        () => new NAdamOptions { Beta1 = 1 }.Validate(), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 1)"));

    // A graph whose first parameter is one weight of 1, the others left alone by gradients of zero.
    private static float[] Run(NAdamOptions options, double learningRate, float[] gradients, out NAdamState state)
    {
        var builder = new NetworkGraphBuilder();
        builder.Output(builder.Conv2d("conv", builder.Input("x", 1), 1, 1));
        NetworkGraph graph = builder.Build();
        graph.Parameters[0].Values[0] = 1;
        var optimizer = new NAdamOptimizer(graph, options);
        using var pool = new ComputePool(1);
        foreach (float gradient in gradients)
        {
            optimizer.Update([[gradient], [0f]], Math.Abs(gradient), learningRate, pool);
        }

        state = optimizer.Save();
        return optimizer.Weights[0];
    }
}
