using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Quantization;
using Cloudless.Tests.Networks.Onnx;

namespace Cloudless.Tests.Inference;

/// <summary>8-bit integers only where caller, engine and model all say so.</summary>
[TestFixture]
public class PrecisionTests
{
    private static readonly ExecutionOptions Options = new() { Threads = 1 };
    private CloudRemovalModel _float32 = null!;
    private CloudRemovalModel _int8 = null!;

    [OneTimeSetUp]
    public void MakeModels()
    {
        _float32 = OnnxRuntimeEngineTests.Model();
        _int8 = ModelQuantizerTests.Quantize(_float32, new QuantizationOptions(), ModelQuantizerTests.Random(new TensorShape(1, 15, 8, 8)));
    }

    [Test]
    public void Int8_runs_where_everybody_says_so_and_the_engine_says_it()
    {
        using ChosenEngine engine = EngineFactory.Create(_int8, Options with { Engine = EngineKind.OnnxRuntime, Precision = ComputePrecision.Int8 });
        Assert.That(engine.Choice, Is.EqualTo(new EngineChoice("onnxruntime-cpu", "asked for, with int8")));
        Assert.That(engine.Description, Does.EndWith("1 thread, int8"));
    }

    [TestCase(EngineKind.Auto, "automatic choice never")]
    [TestCase(EngineKind.Cpu, "CPU engine computes in float32 only")]
    [TestCase(EngineKind.Cuda, "Cuda computes in float32 only")]
    public void Other_engines_refuse_int8_and_say_which_has_it(EngineKind engine, string found) => Assert.That(
        () => EngineFactory.Create(_int8, Options with { Engine = engine, Precision = ComputePrecision.Int8 }),
        Throws.TypeOf<CloudlessException>().With.Message.Contains(found).And.Message.Contains("engine onnxruntime"));

    [TestCase(EngineKind.Auto)]
    [TestCase(EngineKind.Cpu)]
    [TestCase(EngineKind.OnnxRuntime)]
    public void Model_of_int8_is_refused_where_int8_was_not_asked_for(EngineKind engine) => Assert.That(
        () => EngineFactory.Create(_int8, Options with { Engine = engine }),
        Throws.TypeOf<CloudlessException>().With.Message.Contains("computes in int8, which was not asked for"));

    [Test]
    public void Model_of_float32_is_refused_where_int8_was_asked_for()
    {
        ExecutionOptions int8 = Options with { Engine = EngineKind.OnnxRuntime, Precision = ComputePrecision.Int8 };
        Assert.That(() => EngineFactory.Create(_float32, int8), Throws.TypeOf<CloudlessException>().With.Message.Contains("cloudless quantize"));
        Assert.That(() => new OnnxRuntimeEngine(_float32, int8), Throws.TypeOf<CloudlessException>());
        Assert.That(() => new OnnxRuntimeEngine(_int8, Options), Throws.TypeOf<CloudlessException>());
    }
}
