using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Tests.Training.Engines.Cpu;
using Cloudless.Tests.Training.Losses;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>
/// The same batches through both engines. They add in different orders (Winograd here, libtorch's kernels there), which leaves about 1e-5 of the largest gradient. NAdam divides each
/// gradient by its own size, so the few weights whose gradient is nearly 0 may take steps of different sizes: weights are therefore compared by the root of the mean square of all of
/// them, as a share of how far they went.
/// </summary>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class EngineParityTests(bool cuda)
{
    private const int Steps = 12;
    private const double LossTolerance = 1e-5, GradientTolerance = 5e-5, WeightTolerance = 5e-3, Rate = 1e-3;
    private static readonly TensorShape Shape = new(2, 15, 24, 20);

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(cuda);

    [TestCaseSource(typeof(LossCases), nameof(LossCases.All))]
    public void Every_loss_trains_alike_step_by_step(PixelLoss loss) => AssertAlike(() => CpuGraphs.DSen2Cr(8, 2, true), Shape, loss);

    [TestCase(35, 1, true)]
    [TestCase(6, 0, false)]
    [TestCase(16, 4, false)]
    public void Networks_of_every_size_train_alike(int features, int blocks, bool sar) =>
        AssertAlike(() => CpuGraphs.DSen2Cr(features, blocks, sar), Shape with { C = sar ? 15 : 13 }, PixelLoss.Carl());

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    public void Every_node_trains_alike(int kernel) => AssertAlike(() => EveryNode(kernel), Shape with { H = 9 }, PixelLoss.Carl());

    [Test]
    public void Gradients_are_limited_alike() =>
        AssertAlike(() => CpuGraphs.DSen2Cr(8, 1, true), Shape, PixelLoss.Carl(), new NAdamOptions { MaximumGradientNorm = 0.05, Beta2 = 0.99, Epsilon = 1e-3 });

    [Test]
    public void Predictions_and_losses_without_an_update_are_alike()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(8, 2, true);
        TrainingBatch batch = CpuBatches.Random(Shape, 5);
        float[] expected = new float[batch.Target.Length], found = new float[batch.Target.Length];
        using var cpu = new CpuTrainingEngine(graph);
        using TorchTrainingEngine torch = Make(graph);
        double loss = cpu.Evaluate(batch, PixelLoss.Tmarl(), expected), other = torch.Evaluate(batch, PixelLoss.Tmarl(), found);
        Assert.Multiple(() =>
        {
            Assert.That(other, Is.EqualTo(loss).Within(LossTolerance * loss));
            Assert.That(found.Zip(expected, (f, e) => Math.Abs(f - e)).Max(), Is.LessThan(1e-5 * expected.Max(MathF.Abs)));
            Assert.That(torch.Steps, Is.Zero);
        });
    }

    [Test]
    public void A_training_goes_on_from_one_engine_to_the_other_and_back()
    {
        NetworkGraph unbroken = CpuGraphs.DSen2Cr(8, 1, true), handed = CpuGraphs.DSen2Cr(8, 1, true);
        float[][] start = Values(handed);
        using (var engine = new CpuTrainingEngine(unbroken))
        {
            Train(engine, 0, Steps);
        }

        NAdamState? state = null;
        foreach (int part in Enumerable.Range(0, 3))
        {
            using ITrainingEngine engine = part == 1 ? Make(handed) : new CpuTrainingEngine(handed);
            if (state is not null)
            {
                engine.LoadOptimizer(state);
            }

            Train(engine, part * Steps / 3, (part + 1) * Steps / 3);
            state = engine.SaveOptimizer();
        }

        Assert.Multiple(() =>
        {
            Assert.That(state!.Step, Is.EqualTo(Steps));
            AssertWeights(start, Values(unbroken), Values(handed));
        });

        static void Train(ITrainingEngine engine, int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                engine.Step(CpuBatches.Random(Shape, (ulong)i), PixelLoss.Carl(), Rate);
            }

            engine.Synchronize();
        }
    }

    private TorchTrainingEngine Make(NetworkGraph graph, NAdamOptions? options = null) => new(graph, cuda, TrainingPrecision.Float32, 0, options);

    private void AssertAlike(Func<NetworkGraph> make, TensorShape shape, PixelLoss loss, NAdamOptions? options = null)
    {
        NetworkGraph one = make(), other = make();
        float[][] start = Values(one);
        using var cpu = new CpuTrainingEngine(one, 0, options);
        using TorchTrainingEngine torch = Make(other, options);
        double worst = 0;
        for (int i = 0; i < Steps; i++)
        {
            TrainingBatch batch = CpuBatches.Random(shape with { W = shape.W + (i % 3) }, (ulong)i);
            double expected = cpu.Step(batch, loss, Rate), found = torch.Step(batch, loss, Rate);
            worst = Math.Max(worst, Math.Abs(found - expected) / expected);
            Assert.That(found, Is.EqualTo(expected).Within(LossTolerance * expected), $"loss of step {i + 1}");
            if (i == 0)
            {
                AssertGradients(cpu.SaveOptimizer(), torch.SaveOptimizer());
            }
        }

        cpu.Synchronize();
        torch.Synchronize();
        TestContext.Out.WriteLine($"losses differ by {worst:e1} of their size at most");
        AssertWeights(start, Values(one), Values(other));
    }

    // Values of the size of 1 all along, so that no clamp or ReLU is at its end everywhere.
    private static NetworkGraph EveryNode(int kernel)
    {
        var b = new NetworkGraphBuilder();
        float[] scale = [.. Enumerable.Range(0, 15).Select(c => c < 13 ? 1 / 2000f : 0.1f)], shift = [.. Enumerable.Range(0, 15).Select(c => c < 13 ? 0.01f * c : 2)];
        string x = b.Affine("scaled", b.Input("x", 15), scale, shift), first = b.Conv2d("first", x, 18, kernel), relu = b.Relu("relu", first);
        string clamp = b.Clamp("clamp", b.Add("twice", relu, first), [.. scale, 0, 0, 0], [.. Enumerable.Range(0, 18).Select(c => 3 + (0.1f * c))]);
        string half = b.Scale("half", b.Conv2d("second", clamp, 18, kernel), -0.5f), sum = b.Add("sum", half, relu);
        string tail = b.Conv2d("tail", b.SliceChannels("slice", sum, 3, 15), 13, 1), skip = b.Add("skip", tail, b.SliceChannels("optical", x, 0, 13));
        b.Output(b.Affine("y", skip, [.. Enumerable.Repeat(2000f, 13)], [.. Enumerable.Repeat(10f, 13)]));
        NetworkGraph graph = b.Build();
        CpuGraphs.Randomize(graph, 2);
        return graph;
    }

    // After the first step the first moment is a tenth of the gradient.
    private static void AssertGradients(NAdamState expected, NAdamState found)
    {
        double worst = 0;
        for (int p = 0; p < expected.FirstMoments.Count; p++)
        {
            float[] a = expected.FirstMoments[p], b = found.FirstMoments[p];
            Assert.That(a.Max(MathF.Abs), Is.GreaterThan(0), "a gradient");
            worst = Math.Max(worst, a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / a.Max(MathF.Abs));
        }

        TestContext.Out.WriteLine($"gradients differ by {worst:e1} of a parameter's largest at most");
        Assert.Multiple(() =>
        {
            Assert.That(worst, Is.LessThan(GradientTolerance));
            Assert.That(found.MomentumSchedule, Is.EqualTo(expected.MomentumSchedule));
        });
    }

    private static void AssertWeights(float[][] start, float[][] expected, float[][] found)
    {
        double way = Math.Sqrt(start.Zip(expected, SumOfSquares).Sum()), off = Math.Sqrt(expected.Zip(found, SumOfSquares).Sum());
        TestContext.Out.WriteLine($"weights differ by {off / way:e1} of the way they went");
        Assert.That(off / way, Is.LessThan(WeightTolerance));

        static double SumOfSquares(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Pow((double)x - y, 2)).Sum();
    }

    private static float[][] Values(NetworkGraph graph) => [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
}
