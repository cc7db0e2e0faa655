using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Cloudless.Networks.Quantization;
using Cloudless.Tests.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Tests.Networks.Onnx;

/// <summary>Networks of 8-bit integers, run by ONNX Runtime.</summary>
[TestFixture]
public class ModelQuantizerTests
{
    private static readonly ExecutionOptions Float32 = new() { Engine = EngineKind.OnnxRuntime, Threads = 2 };
    private static readonly ExecutionOptions Int8 = Float32 with { Precision = ComputePrecision.Int8 };

    // Measured on held-out patches: 56 dB with the defaults, 46 with integer sums, 44 with integer ends; 3 dB are left for other patches.
    [TestCase(false, true, 53)]
    [TestCase(true, true, 43)]
    [TestCase(true, false, 41)]
    public void Default_model_in_int8_is_near_the_one_in_float32_on_patches_it_was_not_calibrated_on(bool integerSums, bool floatEnds, double decibel)
    {
        CloudRemovalModel model = CloudRemovalModel.LoadDefault();
        var options = new QuantizationOptions { IntegerSums = integerSums, FloatEnds = floatEnds };
        string[] triplets = RealPatches.All();
        (float[] Input, TensorShape Shape)[] patches = [.. triplets.Select(t => RealPatches.Read(true, new Window(64, 64, 128, 128), t))];
        CloudRemovalModel quantized = Quantize(model, options, patches[..7]);
        double[] psnr = [.. patches[7..].Select(p => Psnr(Run(quantized, Int8, p), Run(model, Float32, p)))];
        TestContext.Out.WriteLine($"PSNR in dB against float32: {string.Join(", ", psnr.Select(p => $"{p:0.0}"))}");
        Assert.That(psnr.Average(), Is.GreaterThan(decibel));
    }

    [TestCase(true, 1, 1)]
    [TestCase(false, 1, 2)]
    [TestCase(true, 5, 3)]
    [TestCase(false, 16, 1)]
    public void Small_networks_of_any_width_run_in_any_size(bool sar, int features, int blocks)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(sar, features, blocks);
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        (float[] Input, TensorShape Shape) patch = Random(new TensorShape(2, model.Card.Channels.Count, 19, 33));
        foreach (bool sums in new[] { false, true })
        {
            CloudRemovalModel quantized = Quantize(model, new QuantizationOptions { IntegerSums = sums, Ranges = RangeMethod.MinMax }, patch);

            // 20 dB would be an error of a tenth of the whole range: a wrong scale or zero point anywhere gives less.
            Assert.That(Psnr(Run(quantized, Int8, patch), Run(model, Float32, patch)), Is.GreaterThan(30));
        }
    }

    [Test]
    public void ONNX_Runtime_turns_every_planned_convolution_and_sum_into_an_integer_one()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(features: 8, blocks: 3);
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        CloudRemovalModel quantized = Quantize(
            model, new QuantizationOptions { IntegerSums = true, FloatEnds = false }, Random(new TensorShape(1, 15, 16, 16)));
        string path = TestModels.TemporaryPath("optimized.onnx");
        try
        {
            using var options = new SessionOptions { OptimizedModelFilePath = path, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            using (new InferenceSession(quantized.Bytes, options))
            {
                ILookup<string, NodeProto> operations = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.ToLookup(n => n.OpType);
                Assert.Multiple(() =>
                {
                    Assert.That(operations["QLinearConv"].Count(), Is.EqualTo(8), "head, two in each block, tail");
                    Assert.That(operations["QLinearAdd"].Count(), Is.EqualTo(3));
                    Assert.That(operations["Conv"].Concat(operations["FusedConv"]).Concat(operations["Relu"]), Is.Empty, "nothing is left in float, and no ReLU apart");
                });
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Test]
    public void File_keeps_the_contract_and_its_card_tells_of_precision_and_calibration()
    {
        CloudRemovalModel model = CloudRemovalModel.LoadDefault();
        CloudRemovalModel quantized = Quantize(model, new QuantizationOptions(), Random(new TensorShape(1, 15, 16, 16)));
        string path = TestModels.TemporaryPath("int8.onnx");
        try
        {
            quantized.Save(path);
            CloudRemovalModel loaded = CloudRemovalModel.Load(path);
            QuantizationCard card = loaded.Card.Quantization!;
            Assert.Multiple(() =>
            {
                Assert.That(loaded.Card.ToJson(), Is.EqualTo(quantized.Card.ToJson()));
                Assert.That(card, Is.EqualTo(new QuantizationCard("int8", 7, "percentile", false, true, "one patch", model.Sha256)));
                Assert.That(loaded.Card with { Quantization = null, Metrics = model.Card.Metrics }, Is.EqualTo(model.Card).Using<ModelCard>((a, b) => a.ToJson() == b.ToJson()));
                Assert.That(loaded.Card.Metrics.Select(m => m.Protocol), Is.All.StartsWith("measured in float32"));
                Assert.That(loaded.Card.Describe(), Does.Contain("int8, weights of 7 bits").And.Contain("calibrated on one patch").And.Contain(model.Sha256));
                Assert.That(loaded.Graph, Is.Null);
                Assert.That(loaded.GraphUnreadable, Does.Contain("ONNX Runtime alone"));
                Assert.That(() => OnnxReader.Read(path), Throws.TypeOf<ModelContractException>().With.Message.Contains("8-bit integers"));
                Assert.That(model.Card.Describe(), Does.Contain("precision     float32"));
            });
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Test]
    public void The_same_model_ranges_and_options_give_the_same_bytes()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        (float[] Input, TensorShape Shape) patch = Random(new TensorShape(1, 15, 16, 16));
        CloudRemovalModel first = Quantize(model, new QuantizationOptions(), patch), second = Quantize(model, new QuantizationOptions(), patch);
        Assert.That(second.Sha256, Is.EqualTo(first.Sha256));
    }

    [Test]
    public void Network_without_inner_convolution_and_model_of_int8_are_refused()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(blocks: 0);
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        (float[] Input, TensorShape Shape) patch = Random(new TensorShape(1, 15, 16, 16));
        Assert.That(() => Quantize(model, new QuantizationOptions(), patch), Throws.TypeOf<CloudlessException>().With.Message.Contains("residual blocks"));
        CloudRemovalModel quantized = Quantize(model, new QuantizationOptions { FloatEnds = false }, patch);
        Assert.That(() => ModelQuantizer.RequireFloat32(quantized), Throws.TypeOf<CloudlessException>().With.Message.Contains("int8 already"));
        Assert.That(() => new QuantizationOptions { WeightBits = 4 }.Validate(), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Card_and_graph_must_agree_on_the_precision()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        CloudRemovalModel quantized = Quantize(CloudRemovalModel.Create(graph, card), new QuantizationOptions(), Random(new TensorShape(1, 15, 16, 16)));
        GraphProto integer = ModelProto.Parser.ParseFrom(quantized.Bytes).Graph;
        Assert.Multiple(() =>
        {
            Assert.That(() => CloudRemovalModel.Create(integer, card), Throws.TypeOf<ModelContractException>().With.Message.Contains("does not tell of"));
            Assert.That(() => CloudRemovalModel.Create(graph, quantized.Card), Throws.TypeOf<ModelContractException>().With.Message.Contains("a graph of float32"));
            Assert.That(
                () => CloudRemovalModel.Create(integer, quantized.Card with { Quantization = quantized.Card.Quantization! with { Precision = "int4" } }),
                Throws.TypeOf<ModelContractException>().With.Message.Contains("'int4'"));
        });
    }

    internal static CloudRemovalModel Quantize(CloudRemovalModel model, QuantizationOptions options, params (float[] Input, TensorShape Shape)[] patches)
    {
        using var observer = new ActivationObserver(ModelQuantizer.RequireFloat32(model), options, threads: 2);
        foreach ((float[] input, TensorShape shape) in patches)
        {
            observer.Observe(input, shape);
        }

        return ModelQuantizer.Quantize(model, observer.Histograms, options, "one patch");
    }

    internal static (float[] Input, TensorShape Shape) Random(TensorShape shape)
    {
        var random = new SeededRandom(4);
        int plane = shape.H * shape.W;
        return ([.. Enumerable.Range(0, (int)shape.Length).Select(i => (float)(i / plane % shape.C < 13 ? random.NextDouble(0, 5000) : random.NextDouble(-25, 0)))], shape);
    }

    private static float[] Run(CloudRemovalModel model, ExecutionOptions options, (float[] Input, TensorShape Shape) patch)
    {
        using ChosenEngine engine = EngineFactory.Create(model, options);
        float[] output = new float[(patch.Shape with { C = 13 }).Length];
        engine.Run(patch.Input, patch.Shape, output);
        return output;
    }

    private static double Psnr(float[] a, float[] b) =>
        10 * Math.Log10(1e8 / a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Average());
}
