using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Tests.Training.Losses;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Engines.Cpu;

/// <summary>Loss and derivative by each predicted value against the reference and its central differences in float64.</summary>
[TestFixture]
public class LossJobTests
{
    [TestCaseSource(typeof(LossCases), nameof(LossCases.All))]
    public void Loss_and_derivative_equal_the_reference(PixelLoss loss) => AssertDerivatives(loss, new TensorShape(2, 15, 5, 7));

    // Wider than a segment of either job, and one column past it.
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(257)]
    public void Rows_of_several_segments_equal_the_reference(int width) =>
        AssertDerivatives(PixelLoss.Tmarl(0.3).WithGradient(0.5, GradientScope.Target), new TensorShape(1, 13, 2, width), every: 7);

    [Test]
    public void One_pixel_has_no_neighbors() => AssertDerivatives(PixelLoss.L1.WithGradient(0.5), new TensorShape(1, 13, 1, 1));

    [Test]
    public void Loss_and_derivative_have_the_same_bits_for_every_thread_count()
    {
        TrainingBatch batch = CpuBatches.Random(new TensorShape(2, 15, 37, 70), 5);
        float[] p = Prediction(batch);
        PixelLoss loss = PixelLoss.TmarlAdaptive().WithGradient(0.5);
        (double one, float[] gradient) = Run(batch, loss, p, 1);
        foreach (int threads in new[] { 2, 5 })
        {
            (double again, float[] other) = Run(batch, loss, p, threads);
            Assert.That(again, Is.EqualTo(one), $"{threads} threads");
            Assert.That(other, Is.EqualTo(gradient), $"{threads} threads");
        }
    }

    [Test]
    public void A_NaN_anywhere_reaches_the_loss([Values] bool inTarget)
    {
        TrainingBatch batch = CpuBatches.Random(new TensorShape(1, 15, 4, 9), 5);
        float[] p = Prediction(batch);
        (inTarget ? batch.Target : p)[40] = float.NaN;
        Assert.That(Run(batch, PixelLoss.L1.WithGradient(0.5), p, 2).Loss, Is.NaN);
    }

    private static void AssertDerivatives(PixelLoss loss, TensorShape shape, int every = 1)
    {
        TrainingBatch batch = CpuBatches.Random(shape, 4);
        float[] p = Prediction(batch);
        double[] exact = [.. p.Select(v => (double)v)];
        (double value, float[] gradient) = Run(batch, loss, p, 2);
        double expected = LossReference.Compute(exact, batch, loss);

        // Differences of float32 DN are rounded to 5e-4 at most, against errors of thousands.
        Assert.That(value, Is.EqualTo(expected).Within(1e-6 * expected));

        // The loss is piecewise linear: a difference over 0.02 DN is exact unless it crosses a kink, which one-sided slopes tell.
        const double Step = 0.01;
        double largest = gradient.Max(Math.Abs);
        int kinks = 0;
        for (int i = 0; i < p.Length; i += every)
        {
            exact[i] = p[i] + Step;
            double up = (LossReference.Compute(exact, batch, loss) - expected) / Step;
            exact[i] = p[i] - Step;
            double down = (expected - LossReference.Compute(exact, batch, loss)) / Step;
            exact[i] = p[i];
            if (Math.Abs(up - down) > 1e-6 * largest)
            {
                kinks++;
                continue;
            }

            Assert.That(gradient[i], Is.EqualTo((up + down) / 2).Within(1e-5 * largest), $"value {i}");
        }

        Assert.That(kinks, Is.LessThan(1 + (p.Length / 100)));
    }

    private static float[] Prediction(TrainingBatch batch)
    {
        var random = new SeededRandom(8);
        return [.. Enumerable.Range(0, batch.Target.Length).Select(_ => (float)random.NextDouble(-500, 11000))];
    }

    private static unsafe (double Loss, float[] Gradient) Run(TrainingBatch batch, PixelLoss loss, float[] prediction, int threads)
    {
        var layout = new BlockedLayout(batch.Shape.N, batch.Shape.H, batch.Shape.W, 1);
        using PlaneBuffer p = new(), g = new();
        p.Prepare(layout, layout.N);
        g.Prepare(layout, layout.N);
        for (int i = 0; i < prediction.Length; i++)
        {
            p.Pointer[At(layout, i)] = prediction[i];
        }

        using var pool = new ComputePool(threads);
        var pixels = new LossJob();
        pixels.Bind(layout, batch, loss, p.Pointer, g.Pointer);
        pool.Run(pixels, pixels.Items);
        var differences = new GradientTermJob();
        differences.Bind(layout, batch, loss, p.Pointer, g.Pointer);
        pool.Run(differences, differences.Items);
        float[] gradient = new float[prediction.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = g.Pointer[At(layout, i)];
        }

        return (pixels.Loss + differences.Loss, gradient);
    }

    // Of value i of [N,13,H,W] in the engine's layout.
    private static nint At(BlockedLayout layout, int i)
    {
        int plane = layout.H * layout.W, pixel = i % plane;
        return layout.Offset(i / (13 * plane), 1, 0) + (pixel / layout.W * layout.RowStride) + (pixel % layout.W * BlockedLayout.Block) + (i / plane % 13);
    }
}
