using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Engines.Cpu;

[TestFixture]
public class CpuTrainingEngineTests
{
    private static readonly TensorShape Shape = new(2, 15, 9, 12);

    [Test]
    public void Loss_falls_on_a_scene_that_can_be_learned()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(8, 1, true);
        TrainingBatch noise = CpuBatches.Random(Shape, 1);

        // The target is half the input: the long skip and one layer can do that.
        float[] target = new float[noise.Target.Length];
        for (int i = 0, perImage = 13 * 9 * 12; i < target.Length; i++)
        {
            target[i] = Math.Clamp(noise.Input[(i / perImage * 15 * 9 * 12) + (i % perImage)], 0, 10000) / 2;
        }

        var batch = new TrainingBatch(Shape, noise.Input, target, new byte[noise.Mask.Length]);
        using var engine = new CpuTrainingEngine(graph, 2);
        double first = engine.Step(batch, PixelLoss.L1, 3e-3);
        for (int i = 0; i < 150; i++)
        {
            engine.Step(batch, PixelLoss.L1, 3e-3);
        }

        double last = engine.Evaluate(batch, PixelLoss.L1);
        Assert.That(last, Is.LessThan(0.25 * first));
    }

    [Test]
    public void One_and_two_threads_train_the_same_weights_and_Synchronize_hands_them_over()
    {
        float[][] one = Train(1), two = Train(2);
        Assert.Multiple(() =>
        {
            Assert.That(two, Is.EqualTo(one));
            Assert.That(one[0], Is.Not.EqualTo(CpuGraphs.DSen2Cr(6, 1, true).Parameters[0].Values));
        });

        static float[][] Train(int threads)
        {
            NetworkGraph graph = CpuGraphs.DSen2Cr(6, 1, true);
            using var engine = new CpuTrainingEngine(graph, threads);
            for (int i = 0; i < 5; i++)
            {
                engine.Step(CpuBatches.Random(Shape with { W = 10 + i }, (ulong)i), PixelLoss.Carl(), 1e-3);
            }

            engine.Synchronize();
            return [.. graph.Parameters.Select(p => p.Values)];
        }
    }

    [Test]
    public void A_run_resumed_from_its_state_equals_the_unbroken_one()
    {
        NetworkGraph unbroken = CpuGraphs.DSen2Cr(6, 1, true), resumed = CpuGraphs.DSen2Cr(6, 1, true);
        using var engine = new CpuTrainingEngine(unbroken, 2);
        Steps(engine, 0, 4);
        engine.Synchronize();
        NAdamState state = engine.SaveOptimizer();
        for (int i = 0; i < resumed.Parameters.Count; i++)
        {
            unbroken.Parameters[i].Values.CopyTo(resumed.Parameters[i].Values, 0);
        }

        Steps(engine, 4, 8);
        engine.Synchronize();
        using var other = new CpuTrainingEngine(resumed, 2);
        other.LoadOptimizer(state);
        Steps(other, 4, 8);
        other.Synchronize();
        Assert.Multiple(() =>
        {
            Assert.That(other.Steps, Is.EqualTo(8));
            Assert.That(resumed.Parameters.Select(p => p.Values), Is.EqualTo(unbroken.Parameters.Select(p => p.Values)));
        });

        static void Steps(CpuTrainingEngine engine, int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                engine.Step(CpuBatches.Random(Shape, (ulong)i), PixelLoss.Carl(), 1e-3);
            }
        }
    }

    [Test]
    public void A_loss_that_is_not_a_number_stops_the_step_and_leaves_the_weights()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(6, 1, true);
        TrainingBatch good = CpuBatches.Random(Shape, 1), bad = CpuBatches.Random(Shape, 1);
        bad.Input[77] = float.NaN;
        using var engine = new CpuTrainingEngine(graph, 2);
        engine.Step(good, PixelLoss.L1, 1e-3);
        double before = engine.Evaluate(good, PixelLoss.L1);
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.Step(bad, PixelLoss.L1, 1e-3), Throws.TypeOf<TrainingDivergedException>().With.Message.Contains("step 2 is NaN"));
            Assert.That(engine.Steps, Is.EqualTo(1));
            Assert.That(engine.Evaluate(good, PixelLoss.L1), Is.EqualTo(before));
        });
    }

    [Test]
    public void Clear_pixels_are_asked_to_stay_what_was_taken_not_what_the_network_saw()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(6, 1, true);
        TrainingBatch seen = CpuBatches.Random(Shape, 1);
        var filled = new TrainingBatch(Shape, seen.Input, seen.Target, seen.Mask, cloudy: CpuGraphs.Scene(Shape with { C = 13 }, 5));
        using var engine = new CpuTrainingEngine(graph, 2);
        double loss = engine.Evaluate(filled, PixelLoss.Carl());

        // Float32 against float64, as for the other losses.
        Assert.That(loss, Is.EqualTo(CpuBatches.Loss(graph, filled, PixelLoss.Carl())).Within(1e-5 * loss));
        Assert.That(loss, Is.Not.EqualTo(engine.Evaluate(seen, PixelLoss.Carl())).Within(1e-3 * loss));
        Assert.That(
            () => new TrainingBatch(Shape, seen.Input, seen.Target, seen.Mask, new float[3]),
            Throws.ArgumentException.With.Message.Contains("3 values"));
    }

    [Test]
    public void States_masks_and_graphs_that_do_not_fit_are_refused()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(6, 1, true);
        using var engine = new CpuTrainingEngine(graph, 1);
        using var other = new CpuTrainingEngine(CpuGraphs.DSen2Cr(7, 1, true), 1);
        TrainingBatch nodata = CpuBatches.Random(Shape, 1);
        nodata.Mask[5] = 255;
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.LoadOptimizer(other.SaveOptimizer()), Throws.ArgumentException.With.Message.Contains("another network"));
            Assert.That(() => engine.Evaluate(nodata, PixelLoss.L1), Throws.ArgumentException.With.Message.Contains("class 255 at index 5"));
            Assert.That(() => engine.Evaluate(CpuBatches.Random(Shape with { C = 13 }, 1), PixelLoss.L1), Throws.ArgumentException.With.Message.Contains("takes 15"));
            Assert.That(() => new CpuTrainingEngine(CpuGraphs.EveryNode(3), 1).Dispose(), Throws.Nothing, "20 in, 13 out can be trained");
        });
    }

    [Test]
    public void Evaluate_hands_out_the_prediction_of_any_shape()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(6, 1, true);
        using var engine = new CpuTrainingEngine(graph, 2);
        TrainingBatch batch = CpuBatches.Random(Shape, 1), larger = CpuBatches.Random(Shape with { N = 1, H = 20 }, 2);
        engine.Evaluate(batch, PixelLoss.L1);
        float[] prediction = new float[larger.Target.Length];
        engine.Evaluate(larger, PixelLoss.L1, prediction);
        Assert.That(prediction, Is.EqualTo(CpuGraphs.Run(graph, larger.Input, larger.Shape)), "the inference engine's own bits");
        Assert.That(() => engine.Evaluate(batch, PixelLoss.L1, prediction), Throws.ArgumentException.With.Message.Contains("room for"));
    }

    [Test]
    public void Other_weights_can_be_looked_at_without_a_trace()
    {
        NetworkGraph plain = CpuGraphs.DSen2Cr(6, 1, true), visited = CpuGraphs.DSen2Cr(6, 1, true);
        using CpuTrainingEngine one = new(plain, 2), other = new(visited, 2);
        for (int i = 0; i < 4; i++)
        {
            TrainingBatch batch = CpuBatches.Random(Shape, (ulong)i);
            one.Step(batch, PixelLoss.L1, 1e-3);
            other.Step(batch, PixelLoss.L1, 1e-3);
            other.Synchronize();
            float[][] kept = [.. visited.Parameters.Select(p => (float[])p.Values.Clone())];
            double before = other.Evaluate(batch, PixelLoss.L1);
            Array.Clear(visited.Parameters[0].Values);
            other.LoadWeights();
            Assert.That(other.Evaluate(batch, PixelLoss.L1), Is.Not.EqualTo(before));
            for (int p = 0; p < kept.Length; p++)
            {
                kept[p].CopyTo(visited.Parameters[p].Values, 0);
            }

            other.LoadWeights();
        }

        one.Synchronize();
        other.Synchronize();
        Assert.That(visited.Parameters.Select(p => p.Values), Is.EqualTo(plain.Parameters.Select(p => p.Values)));
    }

    [Test]
    public void A_batch_that_no_memory_holds_is_refused_before_it_is_taken()
    {
        using var engine = new CpuTrainingEngine(CpuGraphs.DSen2Cr(6, 1, true), 1) { MemoryLimit = 100_000 };
        Assert.That(() => engine.Step(CpuBatches.Random(Shape, 1), PixelLoss.L1, 1e-3), Throws.TypeOf<OutOfMemoryException>().With.Message.Contains("2 images of 12 x 9"));
    }
}
