using Cloudless.Imagery;
using Cloudless.Tests.Training.Engines.Cpu;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Losses;

/// <summary>The definitions, against the papers' formulas written out and against weights worked out by hand.</summary>
[TestFixture]
public class PixelLossTests
{
    private static readonly byte[] Mask = [0, 1, 2, 1, 1];

    [Test]
    public void L1_weighs_the_target_alone() => AssertWeights(PixelLoss.L1, (0, 1), (0, 1), (0, 1));

    [Test]
    public void Carl_weighs_clear_pixels_by_both_and_covered_ones_by_the_target() => AssertWeights(PixelLoss.Carl(0.5), (1, 0.5f), (0, 1.5f), (0, 1.5f));

    // Clear: 1 and lambda; cloud: 1 - alpha and alpha + lambda; shadow: alpha and 1 - alpha + lambda.
    [Test]
    public void Tmarl_shares_between_cloud_and_shadow() => AssertWeights(PixelLoss.Tmarl(0.2, 0.5), (1, 0.5f), (0.8f, 0.7f), (0.2f, 1.3f));

    [Test]
    public void Adaptive_Tmarl_takes_alpha_from_the_patch() => AssertWeights(PixelLoss.TmarlAdaptive(0.5), (1, 0.5f), (0.25f, 1.25f), (0.75f, 0.75f));

    [Test]
    public void Adaptive_Tmarl_of_one_kind_of_cover_is_Carl_there()
    {
        LossWeights clouds = PixelLoss.TmarlAdaptive().WeightsOf([0, 1, 1]), shadows = PixelLoss.TmarlAdaptive().WeightsOf([2, 0]), carl = PixelLoss.Carl().WeightsOf([]);
        Assert.Multiple(() =>
        {
            Assert.That(clouds.Clear, Is.EqualTo(carl.Clear));
            Assert.That(clouds.Cloud, Is.EqualTo(carl.Cloud));
            Assert.That(shadows.Shadow, Is.EqualTo(carl.Shadow));
            Assert.That(PixelLoss.TmarlAdaptive().WeightsOf([0, 0]).Clear, Is.EqualTo(carl.Clear), "nothing covered: alpha has nothing to share");
        });
    }

    [Test]
    public void The_gradient_term_can_be_kept_to_where_the_target_is_asked_for()
    {
        LossWeights carl = PixelLoss.Carl().WithGradient(0.5, GradientScope.Target).WeightsOf(Mask), l1 = PixelLoss.L1.WithGradient(0.5, GradientScope.Target).WeightsOf(Mask);
        Assert.Multiple(() =>
        {
            Assert.That((carl.Clear.Gradient, carl.Cloud.Gradient, carl.Shadow.Gradient), Is.EqualTo((0f, 0.5f, 0.5f)));
            Assert.That(l1.Clear.Gradient, Is.EqualTo(0.5f));
            Assert.That(PixelLoss.Carl().WithGradient(0.5).WeightsOf(Mask).Clear.Gradient, Is.EqualTo(0.5f));
            Assert.That(PixelLoss.Carl().WithGradient(0), Is.EqualTo(PixelLoss.Carl()));
        });
    }

    [TestCaseSource(typeof(LossCases), nameof(LossCases.All))]
    public void Weights_by_class_say_the_same_as_the_terms(PixelLoss loss)
    {
        TrainingBatch batch = CpuBatches.Random(new TensorShape(3, 15, 6, 5), 3);
        var random = new SeededRandom(8);
        double[] p = [.. Enumerable.Range(0, batch.Target.Length).Select(_ => random.NextDouble(-500, 11000))];
        double sum = 0;
        for (int i = 0, plane = 30, perImage = 13 * plane; i < p.Length; i++)
        {
            int n = i / perImage, within = i % perImage, pixel = within % plane;
            ReadOnlySpan<byte> mask = batch.Mask.AsSpan(n * plane, plane);
            LossWeights weights = loss.WeightsOf(mask);
            PixelWeights own = weights[mask[pixel]];
            double Error(int at) => p[at] - Math.Clamp(batch.Target[at], 0, 10000);
            sum += (own.Input * Math.Abs(p[i] - Math.Clamp(batch.CloudyBand(n, within / plane)[pixel], 0, 10000))) + (own.Target * Math.Abs(Error(i)));
            sum += pixel % 5 < 4 ? Math.Min(own.Gradient, weights[mask[pixel + 1]].Gradient) * Math.Abs(Error(i + 1) - Error(i)) : 0;
            sum += pixel < 25 ? Math.Min(own.Gradient, weights[mask[pixel + 5]].Gradient) * Math.Abs(Error(i + 5) - Error(i)) : 0;
        }

        double expected = LossReference.Compute(p, batch, loss);

        // Weights are float32: relative 6e-8 each.
        Assert.That(sum / p.Length / 2000, Is.EqualTo(expected).Within(2e-7 * expected));
    }

    [Test]
    public void Classes_that_no_loss_knows_are_refused() =>
        Assert.That(() => PixelLoss.L1.WeightsOf(Mask)[255], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("nodata"));

    private static void AssertWeights(PixelLoss loss, params (float Input, float Target)[] ofClass)
    {
        LossWeights found = loss.WeightsOf(Mask);
        for (byte c = 0; c < ofClass.Length; c++)
        {
            Assert.That(found[c].Input, Is.EqualTo(ofClass[c].Input).Within(1e-6), $"input, class {c}");
            Assert.That(found[c].Target, Is.EqualTo(ofClass[c].Target).Within(1e-6), $"target, class {c}");
        }
    }
}
