using System.Runtime.InteropServices;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Tests.Training.Engines.Cpu;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Losses;
using TorchSharp;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

internal sealed class TorchTrainingEngineTests
{
    private static readonly TensorShape Shape = new(2, 15, 24, 20);

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(cuda: false);

    [TestCase(TrainingPrecision.Bfloat16, "bfloat16")]
    [TestCase(TrainingPrecision.Float16, "float16")]
    public void Convolutions_of_16_bits_train_nearly_as_float32(TrainingPrecision precision, string name)
    {
        double[] exact = Train(TrainingPrecision.Float32), mixed;
        try
        {
            mixed = Train(precision);
        }
        catch (CloudlessException refusal)
        {
            // Not every libtorch computes both on the CPU.
            Assert.That(refusal.Message, Does.Contain($"does not compute convolutions in {name}").And.Contain("--precision float32"));
            Assert.Ignore(refusal.Message);
            return;
        }

        double worst = mixed.Zip(exact, (m, e) => Math.Abs(m - e) / e).Max();
        TestContext.Out.WriteLine($"losses differ by {worst:e1} of their size at most");

        // 8 bits of mantissa in two layers and two blocks: tenths of a percent of the loss.
        Assert.Multiple(() =>
        {
            Assert.That(worst, Is.GreaterThan(0).And.LessThan(1e-2), "not the same numbers, and not others");
            Assert.That(mixed[^1], Is.LessThan(0.9 * mixed[0]), "it learns");
        });

        static double[] Train(TrainingPrecision precision)
        {
            NetworkGraph graph = CpuGraphs.DSen2Cr(8, 2, true);
            TrainingBatch batch = CpuBatches.Random(Shape, 1);
            using var engine = new TorchTrainingEngine(graph, cuda: false, precision);
            return [.. Enumerable.Range(0, 30).Select(_ => engine.Step(batch, PixelLoss.L1, 1e-3))];
        }
    }

    [Test]
    public void A_loss_that_is_not_a_number_stops_the_step_and_leaves_the_weights()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(6, 1, true);
        TrainingBatch good = CpuBatches.Random(Shape, 1), bad = CpuBatches.Random(Shape, 1);
        bad.Input[77] = float.NaN;
        using var engine = new TorchTrainingEngine(graph, cuda: false);
        engine.Step(good, PixelLoss.L1, 1e-3);
        double before = engine.Evaluate(good, PixelLoss.L1);
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.Step(bad, PixelLoss.L1, 1e-3), Throws.TypeOf<TrainingDivergedException>().With.Message.Contains("step 2 is NaN"));
            Assert.That(engine.Steps, Is.EqualTo(1));
            Assert.That(engine.Evaluate(good, PixelLoss.L1), Is.EqualTo(before).Within(1e-6 * before));
        });
    }

    [Test]
    public void Weights_can_be_exchanged_without_touching_the_optimizer()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(4, 0, true);
        TrainingBatch batch = CpuBatches.Random(Shape, 1);
        using var engine = new TorchTrainingEngine(graph, cuda: false);
        engine.Step(batch, PixelLoss.L1, 1e-3);
        engine.Synchronize();
        double trained = engine.Evaluate(batch, PixelLoss.L1);
        float[][] kept = [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
        graph.Parameters.ToList().ForEach(p => Array.Clear(p.Values));
        engine.LoadWeights();
        double zero = engine.Evaluate(batch, PixelLoss.L1);
        for (int p = 0; p < kept.Length; p++)
        {
            kept[p].CopyTo(graph.Parameters[p].Values, 0);
        }

        engine.LoadWeights();
        Assert.Multiple(() =>
        {
            Assert.That(zero, Is.Not.EqualTo(trained).Within(1e-3));
            Assert.That(engine.Evaluate(batch, PixelLoss.L1), Is.EqualTo(trained).Within(1e-6));
            Assert.That(engine.Steps, Is.EqualTo(1));
        });
    }

    [Test]
    public void Batches_states_and_graphs_that_do_not_fit_are_refused()
    {
        using var engine = new TorchTrainingEngine(CpuGraphs.DSen2Cr(6, 1, true), cuda: false);
        using var other = new TorchTrainingEngine(CpuGraphs.DSen2Cr(7, 1, true), cuda: false);
        TrainingBatch nodata = CpuBatches.Random(Shape, 1);
        nodata.Mask[5] = 255;
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.LoadOptimizer(other.SaveOptimizer()), Throws.ArgumentException.With.Message.Contains("another network"));
            Assert.That(() => engine.Step(nodata, PixelLoss.L1, 1e-3), Throws.ArgumentException.With.Message.Contains("class 255 at index 5"));
            Assert.That(() => engine.Evaluate(CpuBatches.Random(Shape, 1), PixelLoss.L1, new float[7]), Throws.ArgumentException.With.Message.Contains("room for 7"));
        });
    }

    [Test]
    public void Memory_that_is_not_there_and_other_failures_are_told_apart() => Assert.Multiple(() =>
    {
        Assert.That(
            () => TorchErrors.Guard("torch-cpu", "a batch of 9 images", () => torch.empty([1L << 46], torch.float32)),
            Throws.TypeOf<OutOfMemoryException>().With.Message.Contains("a batch of 9 images"));
        Assert.That(
            () => TorchErrors.Guard<int>("cuda bfloat16", "a batch", () => throw new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; ...)\nmore")),
            Throws.TypeOf<OutOfMemoryException>().With.Message.Contains("cuda bfloat16").And.Message.Contains("Tried to allocate 2.00 GiB"));
        Assert.That(
            () => TorchErrors.Guard("torch-cpu", "a batch", () => torch.zeros([2L]).add(torch.zeros([3L]))),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("TorchSharp failed"));
    });

    [Test]
    public void Steps_leave_no_tensors_behind()
    {
        TrainingBatch batch = CpuBatches.Random(Shape, 1);
        using var engine = new TorchTrainingEngine(CpuGraphs.DSen2Cr(6, 1, true), cuda: false);
        engine.Step(batch, PixelLoss.Carl().WithGradient(0.1), 1e-3);
        long before = torch.Tensor.TotalCount;
        for (int i = 0; i < 5; i++)
        {
            engine.Step(batch, PixelLoss.Carl().WithGradient(0.1), 1e-3);
            engine.Evaluate(batch, PixelLoss.L1, new float[batch.Target.Length]);
        }

        engine.Synchronize();
        engine.SaveOptimizer();
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
    }
}
