using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Training.Losses;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Engines.Cpu;

/// <summary>
/// Gradients against central differences of the loss in float64. Loss and networks are piecewise linear or polynomial in one weight, so a
/// difference over a step that crosses no kink has no truncation error to speak of; float32 sums of the engine leave some 1e-5 of the
/// largest gradient. A step of 1e-4 crosses a kink now and then: those few weights are told by differing one-sided slopes and left out.
/// </summary>
[TestFixture]
public class GradientTests
{
    private const float StepSize = 1e-4f;
    private const double Tolerance = 2e-4;

    [TestCaseSource(typeof(LossCases), nameof(LossCases.All))]
    public void Gradients_of_a_whole_DSen2Cr_equal_differences(PixelLoss loss) =>
        AssertGradients(CpuGraphs.DSen2Cr(5, 2, true), new TensorShape(2, 15, 5, 6), loss, 12);

    [Test]
    public void Gradients_without_SAR_equal_differences() =>
        AssertGradients(CpuGraphs.DSen2Cr(5, 2, false), new TensorShape(2, 13, 5, 6), PixelLoss.Carl(), 12);

    [Test]
    public void Gradients_over_several_channel_blocks_and_bands_equal_differences() =>
        AssertGradients(CpuGraphs.DSen2Cr(35, 1, true), new TensorShape(3, 15, 13, 7), PixelLoss.Carl(), 6);

    [TestCase(1, 13, 9)]
    [TestCase(4, 31, 26)]
    [TestCase(3, 6, 60)]
    public void Gradients_over_odd_sizes_and_several_bands_of_Winograd_tiles_equal_differences(int features, int height, int width) =>
        AssertGradients(CpuGraphs.DSen2Cr(features, 1, true), new TensorShape(2, 15, height, width), PixelLoss.Carl(), 6);

    [TestCase(1)]
    [TestCase(5)]
    public void Gradients_of_other_kernel_sizes_equal_differences(int kernel) => AssertGradients(
        b => b.Conv2d("second", b.Relu("relu", b.Conv2d("first", Scaled(b), 18, kernel)), 13, kernel));

    [Test]
    public void Gradients_through_scale_equal_differences() => AssertGradients(b => b.Scale("scale", Convolved(b, 13), -0.7f));

    [Test]
    public void Gradients_through_relu_of_a_value_that_is_taken_twice_equal_differences() => AssertGradients(b =>
    {
        string relu = b.Relu("relu", b.Conv2d("inner", Scaled(b), 13));
        return b.Add("sum", relu, b.Conv2d("outer", relu, 13));
    });

    [Test]
    public void Gradients_through_relu_without_convolution_equal_differences() =>
        AssertGradients(b => b.Relu("relu", b.Add("twice", Convolved(b, 13), Scaled13(b))));

    [Test]
    public void Gradients_through_sums_of_convolutions_equal_differences() => AssertGradients(b =>
    {
        string x = Scaled(b), a = b.Conv2d("a", x, 13), c = b.Conv2d("c", x, 13), sum = b.Add("sum", a, c);
        return b.Add("doubled", sum, sum);
    });

    [Test]
    public void Gradients_through_clamp_equal_differences() => AssertGradients(b =>
        b.Conv2d("after", b.Clamp("clamp", Convolved(b, 13), Values(13, i => -0.1f * i), Values(13, i => 0.5f + (0.1f * i))), 13));

    [Test]
    public void Gradients_through_affine_equal_differences() => AssertGradients(b =>
        b.Conv2d("after", b.Affine("affine", Convolved(b, 13), Values(13, i => 1 - (0.2f * i)), Values(13, i => 0.3f * i)), 13));

    [Test]
    public void Gradients_through_slices_equal_differences() => AssertGradients(b =>
    {
        string wide = b.Conv2d("wide", Scaled(b), 37);
        return b.Add("sum", b.SliceChannels("low", wide, 3, 13), b.SliceChannels("high", wide, 20, 13));
    });

    [Test]
    public void Every_thread_count_and_instruction_set_gives_the_same_gradients()
    {
        // 108 tiles: four bands, and runs whose length depends on the number of threads.
        NetworkGraph graph = CpuGraphs.DSen2Cr(40, 1, true);
        TrainingBatch batch = CpuBatches.Random(new TensorShape(2, 15, 31, 49), 5);
        float[][] expected = Gradients(graph, batch, 1, ConvolutionKernels.Best);
        Assert.Multiple(() =>
        {
            Assert.That(Gradients(graph, batch, 2, ConvolutionKernels.Best), Is.EqualTo(expected), "2 threads");
            Assert.That(Gradients(graph, batch, 5, ConvolutionKernels.Best), Is.EqualTo(expected), "5 threads");
            foreach (KernelSet set in CpuGraphs.TestableSets)
            {
                Assert.That(Gradients(graph, batch, 2, set), Is.EqualTo(expected), set.ToString());
            }
        });
    }

    private static float[][] Gradients(NetworkGraph graph, TrainingBatch batch, int threads, KernelSet set)
    {
        using var engine = new CpuTrainingEngine(graph, threads, null, set);
        engine.Step(batch, PixelLoss.Carl(), 1e-3);
        return [.. engine.Gradients];
    }

    private static void AssertGradients(Func<NetworkGraphBuilder, string> body)
    {
        var builder = new NetworkGraphBuilder();
        string units = body(builder);
        float[] scale = Values(13, _ => DSen2Cr.OpticalScale), shift = Values(13, _ => 0);
        builder.Output(builder.Affine("dn", units, scale, shift));
        NetworkGraph graph = builder.Build();
        CpuGraphs.Randomize(graph, 3);
        AssertGradients(graph, new TensorShape(2, 15, 6, 5), PixelLoss.Carl(), 10);
    }

    private static void AssertGradients(NetworkGraph graph, TensorShape shape, PixelLoss loss, int perParameter)
    {
        TrainingBatch batch = CpuBatches.Random(shape, 4);
        using var engine = new CpuTrainingEngine(graph, 2);
        double value = engine.Step(batch, loss, 1e-3), center = CpuBatches.Loss(graph, batch, loss);
        Assert.That(value, Is.EqualTo(center).Within(1e-5 * center), "loss");
        var random = new SeededRandom(6);
        int kinks = 0, compared = 0;
        for (int p = 0; p < graph.Parameters.Count; p++)
        {
            Parameter parameter = graph.Parameters[p];
            double largest = engine.Gradients[p].Max(Math.Abs);
            Assert.That(largest, Is.GreaterThan(0), parameter.Name);
            for (int k = 0; k < perParameter; k++)
            {
                int index = random.Next(parameter.Values.Length);
                (double up, double down) = Slopes(graph, batch, loss, parameter, index, center);
                if (Math.Abs(up - down) > Tolerance * largest)
                {
                    kinks++;
                    continue;
                }

                compared++;
                Assert.That(engine.Gradients[p][index], Is.EqualTo((up + down) / 2).Within(Tolerance * largest), $"{parameter.Name}[{index}]");
            }
        }

        Assert.That(compared, Is.GreaterThan(4 * kinks), "most weights have to be away from kinks for the test to mean something");
    }

    private static (double Up, double Down) Slopes(
        NetworkGraph graph, TrainingBatch batch, PixelLoss loss, Parameter parameter, int index, double center)
    {
        float original = parameter.Values[index], above = original + StepSize, below = original - StepSize;
        parameter.Values[index] = above;
        double up = (CpuBatches.Loss(graph, batch, loss) - center) / ((double)above - original);
        parameter.Values[index] = below;
        double down = (center - CpuBatches.Loss(graph, batch, loss)) / ((double)original - below);
        parameter.Values[index] = original;
        return (up, down);
    }

    private static string Scaled(NetworkGraphBuilder b) => b.Affine("scaled", b.Input("x", 15), Values(15, _ => 1f / 5000), Values(15, _ => -0.5f));

    private static string Scaled13(NetworkGraphBuilder b) => b.SliceChannels("optical", "scaled", 0, 13);

    private static string Convolved(NetworkGraphBuilder b, int channels) => b.Conv2d("before", Scaled(b), channels);

    private static float[] Values(int count, Func<int, float> value) => [.. Enumerable.Range(0, count).Select(value)];
}
