using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Tests.Inference;

[TestFixture]
public class OnnxRuntimeEngineTests
{
    private static readonly ExecutionOptions Options = new() { Engine = EngineKind.OnnxRuntime, Threads = 1 };

    [Test]
    public void Engine_names_itself_its_version_and_its_channels()
    {
        using var engine = new OnnxRuntimeEngine(Model(), Options);
        Assert.Multiple(() =>
        {
            Assert.That(engine.Name, Is.EqualTo("onnxruntime-cpu"));
            Assert.That(engine.Description, Does.Match(@"^ONNX Runtime 1\.\d+\.\d+, CPU, 1 thread$"));
            Assert.That(engine.InputChannels, Is.EqualTo(15));
            Assert.That(engine.OutputChannels, Is.EqualTo(13));
        });
    }

    [Test]
    public void What_was_disposed_of_refuses_to_run_and_does_not_end_the_process()
    {
        var engine = new OnnxRuntimeEngine(Model(), Options);
        engine.Dispose();
        var shape = new TensorShape(1, 15, 8, 8);
        Assert.That(() => engine.Run(Input(shape), shape, new float[13 * 8 * 8]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(engine.Dispose, Throws.Nothing, "twice");
    }

    [Test]
    public void Several_threads_get_the_same_results_as_one()
    {
        using var engine = new OnnxRuntimeEngine(Model(), Options);
        var shape = new TensorShape(1, 15, 24, 24);
        float[] input = Input(shape), expected = new float[13 * 24 * 24];
        engine.Run(input, shape, expected);
        Parallel.For(0, 8, _ =>
        {
            float[] output = new float[expected.Length];
            engine.Run(input, shape, output);
            Assert.That(output, Is.EqualTo(expected));
        });
    }

    [Test]
    public void Clip_of_one_range_for_all_channels_means_the_same_to_ONNX_Runtime()
    {
        var b = new NetworkGraphBuilder();
        string x = b.Clamp("clipped", b.Input("sar_optical", 13), new float[13], [.. Enumerable.Repeat(10f, 13)]);
        b.Output(b.Affine("cloud_free", x, [.. Enumerable.Repeat(2f, 13)], [.. Enumerable.Range(0, 13).Select(i => (float)i)]));
        (_, ModelCard card) = TestModels.Make(sar: false);
        card = card with { Halo = 0, Channels = [.. card.Channels.Select(c => c with { Minimum = 0, Maximum = 10 })] };
        using var engine = new OnnxRuntimeEngine(CloudRemovalModel.Create(b.Build(), card), Options);
        float[] output = new float[13];
        engine.Run([.. Enumerable.Repeat(99f, 13)], new TensorShape(1, 13, 1, 1), output);
        Assert.That(output, Is.EqualTo(Enumerable.Range(20, 13).Select(i => (float)i)));
    }

    [Test]
    public void Fixed_shape_variant_runs_with_its_sizes_in_ONNX_Runtime()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        using var session = new InferenceSession(OnnxWriter.ToBytes(graph, card, (1, 8, 6)));
        Assert.That(session.InputMetadata["sar_optical"].Dimensions, Is.EqualTo(new[] { 1, 15, 8, 6 }));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[15 * 48], [1, 15, 8, 6]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> output = session.Run(run, ["sar_optical"], [input], ["cloud_free"]);
        Assert.That(output[0].GetTensorTypeAndShape().Shape, Is.EqualTo(new long[] { 1, 13, 8, 6 }));
    }

    [Test]
    public void Spans_and_channels_that_do_not_fit_the_shape_are_argument_errors()
    {
        using var engine = new OnnxRuntimeEngine(Model(), Options);
        var shape = new TensorShape(1, 15, 2, 2);
        float[] input = new float[60], output = new float[52];
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.Run(input.AsSpan(1), shape, output), Throws.ArgumentException.With.Message.Contains("59"));
            Assert.That(() => engine.Run(input, shape, output.AsSpan(1)), Throws.ArgumentException.With.Message.Contains("51"));
            Assert.That(() => engine.Run(input.AsSpan(0, 52), shape with { C = 13 }, output), Throws.ArgumentException.With.Message.Contains("[N,15,H,W]"));
            Assert.That(() => engine.Run([], shape with { H = 0 }, []), Throws.ArgumentException);
            Assert.That(() => engine.Run(input, shape, input.AsSpan(8)), Throws.ArgumentException.With.Message.Contains("overlaps"));
        });
    }

    [Test]
    public void Model_that_ONNX_Runtime_refuses_is_named()
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(Model().Bytes);
        proto.Graph.Node.First(n => n.OpType == "Relu").OpType = "NoSuchOperation";
        CloudRemovalModel model = Load(proto);
        Assert.That(() => new OnnxRuntimeEngine(model, Options),
            Throws.InstanceOf<CloudlessException>().With.Message.StartsWith(model.Source).And.Message.Contains("NoSuchOperation"));
    }

    [Test]
    public void Missing_native_library_names_the_package_to_add()
    {
        var missing = new OnnxRuntimeLibrary(() => throw new TypeInitializationException("NativeMethods", new DllNotFoundException("no onnxruntime here")));
        EngineInfo info = EngineInfo.Read(missing);
        Assert.Multiple(() =>
        {
            Assert.That(() => missing.Version, Throws.TypeOf<CloudlessException>().With.Message.Contains("Microsoft.ML.OnnxRuntime.Gpu").And.Message.Contains("no onnxruntime here"));
            Assert.That(info.OnnxRuntimeVersion, Is.Null);
            Assert.That(info.Describe(), Does.Contain("not there").And.Contain("Microsoft.ML.OnnxRuntime"));
        });
    }

    [Test]
    public void Engine_information_has_versions_and_providers()
    {
        EngineInfo info = EngineInfo.Read();
        Assert.That(info.OnnxRuntimeProviders, Does.Contain("CPUExecutionProvider"));
        Assert.That(info.Describe(), Does.Contain(info.OnnxRuntimeVersion!).And.Contain(info.InstructionSet).And.Contain(info.CudaDriver ?? "none"));
    }

    internal static CloudRemovalModel Model()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        return CloudRemovalModel.Create(graph, card);
    }

    internal static CloudRemovalModel Load(ModelProto proto)
    {
        string path = TestModels.TemporaryPath("changed.onnx");
        try
        {
            File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(proto));
            return CloudRemovalModel.Load(path);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static float[] Input(TensorShape shape)
    {
        var random = new SeededRandom(2);
        return [.. Enumerable.Range(0, (int)shape.Length).Select(_ => (float)random.NextDouble(-30, 10_000))];
    }
}
