using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Tests.Removal.PriorFills;

namespace Cloudless.Tests.Removal;

/// <summary>Several stacked images at once, against each of them alone.</summary>
[TestFixture]
public class RemoveStacksTests
{
    private const int Height = 40, Width = 52, Images = 5;

    private static readonly Raster<float>[] Opticals = [.. Enumerable.Range(0, Images).Select(i =>
        Fixtures.SignedDn(Fixtures.Scene(Height, Width, i == 2 ? -99 : 8 + (5 * i), 30 - (4 * i), 6 + i, seed: i)))];

    private static readonly Raster<float> Sar = Fixtures.Sar(Height, Width);

    [TestCase(true, false)]
    [TestCase(false, false)]
    [TestCase(true, true)]
    [TestCase(false, true)]
    public void Every_image_comes_out_with_the_bits_it_has_alone(bool composite, bool priorFill)
    {
        CloudRemovalModel model = priorFill ? FillModel() : Fixtures.Model(features: 8, blocks: 2);
        var options = new RemovalOptions { Composite = composite };
        using var remover = new CloudRemover(model, Cpu(threads: 2), options);
        foreach (int batch in (int[])[1, 2, 16])
        {
            foreach (int threads in (int[])[1, 3])
            {
                using var batched = new CloudRemover(model, Cpu(threads) with { Batch = batch }, options);
                float[] result = RemoveAll(batched, Stacks());
                for (int i = 0; i < Images; i++)
                {
                    Assert.That(Part(result, i), Is.EqualTo(remover.Remove(Opticals[i], Sar).Image.Data), $"image {i}, batch {batch}, {threads} threads");
                }
            }
        }
    }

    [Test]
    public void Images_larger_than_a_tile_are_cut_and_keep_their_bits()
    {
        CloudRemovalModel model = FillModel();
        using var remover = new CloudRemover(model, Cpu(2));
        using var tiled = new CloudRemover(model, Cpu(2) with { TileSize = 24 });
        float[] result = RemoveAll(tiled, Stacks());
        for (int i = 0; i < Images; i++)
        {
            Assert.That(Part(result, i), Is.EqualTo(remover.Remove(Opticals[i], Sar).Image.Data), $"image {i}");
        }
    }

    [Test]
    public void The_network_runs_once_for_a_batch_and_not_at_all_for_images_without_clouds()
    {
        CloudRemovalModel model = Fixtures.Model();
        using var engine = new ReferenceEngine(model.Graph!);
        using var remover = new CloudRemover(model, new ChosenEngine(engine, "test"), new ExecutionOptions { Batch = 16, TileSize = 512 });
        RemoveAll(remover, Stacks());
        Assert.That(engine.Runs, Is.EqualTo(1));
        float[] clear = Stack(2);
        float[] result = new float[13 * Height * Width];
        remover.RemoveStacks(clear, new TensorShape(1, 15, Height, Width), default, result);
        Assert.Multiple(() =>
        {
            Assert.That(engine.Runs, Is.EqualTo(1), "no cloud, no run");
            Assert.That(result, Is.EqualTo(Opticals[2].Data));
        });
    }

    [Test]
    public void Given_weights_decide_what_is_repainted_and_nodata_stays()
    {
        CloudRemovalModel model = Fixtures.Model();
        using var bare = new CloudRemover(model, Cpu(2), new RemovalOptions { Composite = false });
        using var remover = new CloudRemover(model, Cpu(2));
        float[] predicted = bare.Remove(Opticals[0], Sar).Image.Data, weights = new float[Height * Width], result = new float[13 * Height * Width];
        weights.AsSpan(Width * 10, Width).Fill(0.25f);
        remover.RemoveStacks(Stack(0), new TensorShape(1, 15, Height, Width), weights, result);
        for (int i = 0; i < result.Length; i++)
        {
            float input = Opticals[0].Data[i], w = i % Width < Width - 2 ? weights[i % (Height * Width)] : 0;
            Assert.That(result[i], Is.EqualTo(w == 0 ? input : (w * predicted[i]) + ((1 - w) * input)));
        }
    }

    [Test]
    public void Models_without_sar_leave_it_aside_and_those_that_know_the_gap_get_their_fill()
    {
        using var without = new CloudRemover(Fixtures.Model(sar: false), Cpu(2));
        using var filled = new CloudRemover(Fixtures.Model(missingFill: -21), Cpu(2));
        float[] optical = Opticals[0].Data, a = new float[optical.Length], b = new float[optical.Length], c = new float[optical.Length];
        without.RemoveStacks(Stack(0), new TensorShape(1, 15, Height, Width), default, a);
        without.RemoveStacks(optical, new TensorShape(1, 13, Height, Width), default, b);
        filled.RemoveStacks(optical, new TensorShape(1, 13, Height, Width), default, c);
        Assert.Multiple(() =>
        {
            Assert.That(a, Is.EqualTo(b));
            Assert.That(c, Is.EqualTo(filled.Remove(Opticals[0]).Image.Data));
        });
    }

    [Test]
    public void A_model_that_needs_sar_refuses_a_stack_without()
    {
        using var remover = new CloudRemover(Fixtures.Model(), Cpu(1));
        Assert.That(() => remover.RemoveStacks(Opticals[0].Data, new TensorShape(1, 13, Height, Width), default, new float[13 * Height * Width]),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("needs SAR"));
    }

    [Test]
    public void Samples_that_are_no_number_count_as_gaps()
    {
        float[] stack = Stack(0), clean = Stack(0), a = new float[13 * Height * Width], b = new float[13 * Height * Width];
        (stack[500], stack[(13 * Height * Width) + 7]) = (float.NaN, float.PositiveInfinity);
        (clean[500], clean[(13 * Height * Width) + 7]) = (0, SarFill.Vv);
        using var remover = new CloudRemover(Fixtures.Model(), Cpu(2));
        remover.RemoveStacks(stack, new TensorShape(1, 15, Height, Width), default, a);
        remover.RemoveStacks(clean, new TensorShape(1, 15, Height, Width), default, b);
        Assert.That(a, Is.EqualTo(b));
    }

    [Test]
    public void A_network_that_gives_nan_is_refused_with_the_image()
    {
        CloudRemovalModel model = Fixtures.Model();
        model.Graph!.Parameter("tail.bias").Values[3] = float.NaN;
        using var remover = new CloudRemover(model, Cpu(1) with { Batch = 16 });
        Assert.That(() => RemoveAll(remover, Stacks()), Throws.TypeOf<ModelContractException>().With.Message.Contains("NaN").And.Message.Contains("image 1 of 4"));
    }

    [TestCase(14, 1, 0)]
    [TestCase(15, 2, 0)]
    [TestCase(15, 1, 3)]
    public void Spans_that_do_not_fit_the_shape_are_refused(int channels, int images, int weights)
    {
        using var remover = new CloudRemover(Fixtures.Model(), Cpu(1));
        Assert.That(() => remover.RemoveStacks(Stack(0), new TensorShape(images, channels, Height, Width), new float[weights], new float[13 * Height * Width]), Throws.ArgumentException);
    }

    [TestCase(64, 16, 16)]
    [TestCase(256, 16, 4)]
    [TestCase(256, 3, 3)]
    [TestCase(513, 16, 1)]
    [TestCase(5000, 16, 1)]
    public void A_batch_holds_no_more_pixels_than_a_tile(int side, int batch, int expected) =>
        Assert.That(new ExecutionOptions { Batch = batch, TileSize = 512 }.BatchOf(new ImageSize(side, side)), Is.EqualTo(expected));

    [TestCase(EngineKind.Cpu, 2, 256, 1)]
    [TestCase(EngineKind.Auto, 2, 32, 6)]
    [TestCase(EngineKind.Auto, 16, 64, 13)]
    [TestCase(EngineKind.Cuda, 2, 128, 16)]
    public void A_batch_that_nobody_chose_gives_every_thread_work_or_fills_the_device(EngineKind engine, int threads, int side, int expected) =>
        Assert.That(new ExecutionOptions { Engine = engine, Threads = threads, TileSize = 512 }.BatchOf(new ImageSize(side, side)), Is.EqualTo(expected));

    [Test]
    public void A_negative_batch_is_refused() => Assert.That(
        () => new CloudRemover(Fixtures.Model(), new ExecutionOptions { Batch = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("execution"));

    private static CloudRemovalModel FillModel()
    {
        CloudRemovalModel plain = Fixtures.Model(blocks: 2);
        PriorFillCard card = FillImages.Learn(PriorFillCard.SarRegression, FillImages.Optical(8, 8, (_, _) => 1_500), FillImages.Sar(8, 8, 3));
        return CloudRemovalModel.Create(plain.Graph!, plain.Card with { PriorFill = card });
    }

    private static ExecutionOptions Cpu(int threads) => new() { Engine = EngineKind.Cpu, Threads = threads };

    private static float[] Stack(int image)
    {
        float[] stack = new float[15 * Height * Width];
        SarOpticalStack.Stack(Opticals[image].Data, Sar.Data, stack);
        return stack;
    }

    private static float[] Stacks() => [.. Enumerable.Range(0, Images).SelectMany(Stack)];

    private static float[] RemoveAll(CloudRemover remover, float[] stacks)
    {
        float[] result = new float[Images * 13 * Height * Width];
        remover.RemoveStacks(stacks, new TensorShape(Images, 15, Height, Width), default, result);
        return result;
    }

    private static float[] Part(float[] images, int i) => images[(i * 13 * Height * Width)..((i + 1) * 13 * Height * Width)];
}
