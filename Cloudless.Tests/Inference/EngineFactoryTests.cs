using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Tests.Inference;

[TestFixture]
public class EngineFactoryTests
{
    private static readonly ExecutionOptions Options = new() { Threads = 1 };

    private static readonly OnnxRuntimeLibrary WithoutCuda = new(() => ("1.99.0", ["CPUExecutionProvider"]));
    private static readonly OnnxRuntimeLibrary Missing = new(() => throw new DllNotFoundException("gone"));

    // Says that it has CUDA, which the library that is really loaded in these tests on a machine without a GPU has not.
    private static readonly OnnxRuntimeLibrary Boasting = new(() => ("1.99.0", ["CUDAExecutionProvider"]));

    [TestCase(EngineKind.Cpu, "cpu")]
    [TestCase(EngineKind.OnnxRuntime, "onnxruntime-cpu")]
    public void Engine_that_was_asked_for_is_made(EngineKind kind, string name)
    {
        using ChosenEngine engine = EngineFactory.Create(OnnxRuntimeEngineTests.Model(), Options with { Engine = kind });
        Assert.That(engine.Name, Is.EqualTo(name));
        Assert.That(engine.Choice, Is.EqualTo(new EngineChoice(name, "asked for")));
    }

    [Test]
    public void Automatic_choice_without_CUDA_is_our_engine_and_says_why()
    {
        using ChosenEngine engine = EngineFactory.Choose(OnnxRuntimeEngineTests.Model(), Options, WithoutCuda);
        Assert.That(engine.Name, Is.EqualTo("cpu"));
        Assert.That(engine.Choice.Reason, Does.Contain("ONNX Runtime 1.99.0 has no CUDA").And.Contain("CPU engine runs every operation"));
    }

    [Test]
    public void Automatic_choice_works_without_the_native_library()
    {
        using ChosenEngine engine = EngineFactory.Choose(OnnxRuntimeEngineTests.Model(), Options, Missing);
        Assert.That(engine.Name, Is.EqualTo("cpu"));
        Assert.That(engine.Choice.Reason, Does.Contain("native library is missing"));
    }

    [Test]
    public void Automatic_choice_survives_CUDA_that_does_not_work()
    {
        RequireNoCuda();
        using ChosenEngine engine = EngineFactory.Choose(OnnxRuntimeEngineTests.Model(), Options, Boasting);
        Assert.That(engine.Name, Is.EqualTo("cpu"));
        Assert.That(engine.Choice.Reason, Does.Contain("CUDA does not work"));
    }

    [Test]
    public void Automatic_choice_leaves_unknown_operations_to_ONNX_Runtime()
    {
        using ChosenEngine engine = EngineFactory.Choose(Softsign(), Options, WithoutCuda);
        Assert.That(engine.Name, Is.EqualTo("onnxruntime-cpu"));
        Assert.That(engine.Choice.Reason, Does.Contain("Softsign"));
        float[] output = new float[13];
        engine.Run(new float[15], new(1, 15, 1, 1), output);
        Assert.That(output, Is.All.Not.NaN);
    }

    [Test]
    public void Our_engine_refuses_unknown_operations_by_name()
    {
        CloudRemovalModel model = Softsign();
        Assert.That(() => EngineFactory.Create(model, Options with { Engine = EngineKind.Cpu }),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("Softsign").And.Message.StartsWith(model.Source));
    }

    [Test]
    public void CUDA_that_is_not_there_names_the_package_to_add()
    {
        RequireNoCuda();
        Assert.That(() => EngineFactory.Create(OnnxRuntimeEngineTests.Model(), Options with { Engine = EngineKind.Cuda }),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("Microsoft.ML.OnnxRuntime.Gpu"));
    }

    private static void RequireNoCuda()
    {
        if (OnnxRuntimeLibrary.Current.Providers.Contains(OnnxRuntimeLibrary.Cuda))
        {
            Assert.Ignore("This machine's ONNX Runtime has CUDA; the test is about one without.");
        }
    }

    private static CloudRemovalModel Softsign()
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(OnnxRuntimeEngineTests.Model().Bytes);
        proto.Graph.Node.First(n => n.OpType == "Relu").OpType = "Softsign";
        return OnnxRuntimeEngineTests.Load(proto);
    }
}
