using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Networks.Onnx;

namespace Cloudless.Tests.Networks;

/// <summary>pix2pix and UnCRtainTS: their graphs, files and cards.</summary>
[TestFixture]
public class WindowedNetworkTests
{
    [Test]
    public void Published_pix2pix_has_the_layers_of_the_U_Net_for_256_pixels()
    {
        NetworkGraph graph = Pix2Pix.Build(new Pix2PixOptions());
        Assert.Multiple(() =>
        {
            Assert.That(graph.Nodes.OfType<Conv2dNode>().Select(n => graph.Parameter(n.Weight).Shape[0]), Is.EqualTo(new[] { 64, 128, 256, 512, 512, 512, 512, 512 }));
            Assert.That(graph.Nodes.OfType<ConvTranspose2dNode>().Select(n => graph.Parameter(n.Weight).Shape[1]), Is.EqualTo(new[] { 512, 512, 512, 512, 256, 128, 64, 13 }));
            Assert.That(graph.SizeMultiple, Is.EqualTo(256));
        });
    }

    [Test]
    public void Every_block_of_UnCRtainTS_adds_to_what_it_was_given()
    {
        var options = new UnCRtainTSOptions { Features = 8, Blocks = 2, Sar = false };
        NetworkGraph graph = UnCRtainTS.Build(options);
        AddNode[] sums = [.. graph.Nodes.OfType<AddNode>().Where(n => n.Output.StartsWith("decoder", StringComparison.Ordinal))];
        Assert.That(sums.Select(n => n.Output), Is.EqualTo(new[] { "decoder0", "decoder1" }));
        Assert.That(sums[1].Inputs, Does.Contain("decoder0"));
    }

    [Test]
    public void Innermost_layer_of_pix2pix_is_not_normalized() =>
        Assert.That(
            Pix2Pix.Build(new Pix2PixOptions()).Nodes.OfType<BatchNormNode>().Select(n => n.Output).Where(n => n.StartsWith("down", StringComparison.Ordinal)),
            Is.EqualTo(Enumerable.Range(2, 6).Select(i => $"down{i}.norm")), "one value for each channel: normalized, it would be 0");

    [Test]
    public void Discriminator_sees_70_pixels_and_gives_a_verdict_for_every_eighth()
    {
        NetworkGraph graph = PatchGan.Build(2, sar: true);
        NormalWeights.Initialize(graph, 3);
        Block Run(int changed)
        {
            var input = new Block(1, 28, 96, 96);
            Array.Fill(input.Values, 2000);
            input.Values[(15 * 96 * 96) + (48 * 96) + changed] = 9000;
            return SeriesReference.Run(graph, input)[0];
        }

        // The middle of the row of verdicts: which of its inputs it tells from the others.
        Block plain = Run(0);
        int[] seen = [.. Enumerable.Range(1, 95).Where(x => Run(x).Values[(6 * 12) + 6] != plain.Values[(6 * 12) + 6])];
        Assert.Multiple(() =>
        {
            Assert.That(plain.Sizes, Is.EqualTo(new[] { 1, 1, 12, 12 }));
            Assert.That(seen[^1] - seen[0] + 1, Is.EqualTo(70));
        });
    }

    [Test]
    public void Default_UnCRtainTS_has_the_published_number_of_parameters()
    {
        long parameters = UnCRtainTS.Build(new UnCRtainTSOptions()).ParameterCount;

        // 0.52 million in tables of others; the attention that one date does not need is some thousandths of it.
        Assert.That(parameters, Is.InRange(500_000, 540_000));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Attention_over_dates_is_one_where_there_is_one_date(int dates)
    {
        // As L-TAE has it: keys of each pixel on a smaller image, a learned query for each head, a softmax over the dates, back to full size.
        var b = new NetworkGraphBuilder();
        string series = b.Input("x", 3, ValueKind.Series), images = b.FoldDates("images", series);
        string keys = b.Conv2d("keys", b.GroupNorm("norm", b.MaxPool("small", images), 3), 8, kernel: 1);
        string scores = b.Upsample("large", b.Conv2d("queries", keys, 2, kernel: 1), bilinear: true);
        string weights = b.SoftmaxOverDates("weights", b.SwapDates("sequence", b.UnfoldDates("dates", scores, series)));
        b.Output(b.SwapDates("y", weights));
        NetworkGraph graph = b.Build();
        HeUniform.Initialize(graph, 4);
        double[] found = SeriesReference.Run(graph, NodeGraphs.Input(graph, dates))[0].Values;
        Assert.That(found, dates == 1 ? Is.All.EqualTo(1) : Has.Some.LessThan(0.9).And.None.EqualTo(1));
    }

    [Test]
    public void Variance_is_above_its_floor_and_the_image_within_reflectance_0_to_1()
    {
        NetworkGraph graph = Small(ArchitectureCard.UnCRtainTS).Graph;
        var input = new Block(1, 15, 8, 8);
        var random = new SeededRandom(2);
        for (int i = 0; i < input.Values.Length; i++)
        {
            input.Values[i] = i < 13 * 64 ? 10000 * random.NextDouble() : -15;
        }

        Block[] found = SeriesReference.Run(graph, input);
        Assert.Multiple(() =>
        {
            Assert.That(graph.Outputs.Select(o => o.Name), Is.EqualTo(new[] { "cloud_free", "variance" }));
            Assert.That(found[0].Values, Is.All.InRange(0, 10000));
            Assert.That(found[1].Values, Is.All.GreaterThanOrEqualTo(1));
            Assert.That(graph.Halo, Is.EqualTo(int.MaxValue));
        });
    }

    [TestCase(ArchitectureCard.Pix2Pix)]
    [TestCase(ArchitectureCard.UnCRtainTS)]
    public void File_is_a_model_with_its_windows_that_only_ONNX_Runtime_runs(string architecture)
    {
        CloudRemovalModel model = Make(architecture), read = CloudRemovalModel.Load(model.Bytes, "again");
        GraphEquality.Require(read.Graph!, model.Graph!);
        Assert.Multiple(() =>
        {
            Assert.That(read.Card.Architecture.Name, Is.EqualTo(architecture));
            Assert.That(read.Card.Window, Is.EqualTo(new WindowCard(64, 8)));
            Assert.That(read.HasVariance, Is.EqualTo(architecture == ArchitectureCard.UnCRtainTS));
            Assert.That(CpuInferenceEngine.Supports(read.Graph!), Is.False);
            Assert.That(read.Card.Describe(), Does.Contain("squares of 64 pixels"));
        });
    }

    [TestCase(ArchitectureCard.Pix2Pix)]
    [TestCase(ArchitectureCard.UnCRtainTS)]
    public void Runtime_gives_what_the_definitions_say(string architecture)
    {
        CloudRemovalModel model = Make(architecture);
        bool variance = model.HasVariance;
        using var engine = new OnnxRuntimeEngine(model, new ExecutionOptions { Engine = EngineKind.OnnxRuntime, Threads = 1 }, variance);
        var shape = new TensorShape(2, 15, 16, 24);
        float[] input = Scene(shape), output = new float[2 * engine.OutputChannels * 16 * 24];
        engine.Run(input, shape, output);
        Block[] expected = SeriesReference.Run(model.Graph!, new Block([2, 15, 16, 24], [.. input.Select(v => (double)v)]));
        int half = 13 * 16 * 24;
        for (int n = 0; n < 2; n++)
        {
            Span<float> image = output.AsSpan(n * engine.OutputChannels * 16 * 24, engine.OutputChannels * 16 * 24);

            // Values of up to 10,000 in float32 through a dozen layers.
            Assert.That(image[..half].ToArray(), Is.EqualTo(expected[0].Values[(n * half)..((n + 1) * half)]).Within(0.1));
            if (variance)
            {
                // Of the size of 1e6: the same seven digits.
                Assert.That(image[half..].ToArray(), Is.EqualTo(expected[1].Values[(n * half)..((n + 1) * half)]).Within(20));
            }
        }
    }

    [Test]
    public void Variance_of_a_model_without_one_is_refused() =>
        Assert.That(
            () => EngineFactory.Create(Make(ArchitectureCard.Pix2Pix), new ExecutionOptions(), variance: true).Dispose(),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("no output 'variance'").And.Message.Contains("--network uncrtaints"));

    [Test]
    public void Card_without_windows_or_with_windows_that_do_not_fit_is_refused()
    {
        (NetworkGraph graph, ModelCard card) = Small(ArchitectureCard.Pix2Pix);
        Assert.Multiple(() =>
        {
            Assert.That(() => CloudRemovalModel.Create(graph, card with { Window = null }), Throws.TypeOf<ModelContractException>().With.Message.Contains("names no windows"));
            Assert.That(() => CloudRemovalModel.Create(graph, card with { Window = new WindowCard(62, 8) }), Throws.TypeOf<ModelContractException>().With.Message.Contains("a multiple of 4"));
            Assert.That(() => CloudRemovalModel.Create(graph, card with { Window = new WindowCard(64, 32) }), Throws.TypeOf<ModelContractException>().With.Message.Contains("margins"));
        });
    }

    [Test]
    public void Quantization_is_refused() => Assert.That(
        () => ModelQuantizer.RequireFloat32(Make(ArchitectureCard.UnCRtainTS)), Throws.TypeOf<CloudlessException>().With.Message.Contains("uncrtaints"));

    /// <summary>A small network with seeded weights as a model.</summary>
    internal static CloudRemovalModel Make(string architecture)
    {
        (NetworkGraph graph, ModelCard card) = Small(architecture);
        return CloudRemovalModel.Create(graph, card);
    }

    /// <summary>[N,15,H,W] of seeded reflectance and SAR.</summary>
    internal static float[] Scene(TensorShape shape)
    {
        float[] input = new float[shape.Length];
        var random = new SeededRandom(8);
        int plane = shape.H * shape.W;
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = i / plane % shape.C < 13 ? random.Next(9000) : -25 * (float)random.NextDouble();
        }

        return input;
    }

    private static (NetworkGraph Graph, ModelCard Card) Small(string architecture)
    {
        if (architecture == ArchitectureCard.Pix2Pix)
        {
            var size = new Pix2PixOptions { Width = 4, Levels = 2 };
            NetworkGraph generator = Pix2Pix.Build(size);
            NormalWeights.Initialize(generator, 5);
            return (generator, WindowedCards.Of(size, 32, "small", "1", DateTimeOffset.UnixEpoch));
        }

        var options = new UnCRtainTSOptions { Features = 8, Blocks = 1 };
        NetworkGraph graph = UnCRtainTS.Build(options);
        HeUniform.Initialize(graph, 5);
        return (graph, WindowedCards.Of(options, 32, "small", "1", DateTimeOffset.UnixEpoch));
    }
}
