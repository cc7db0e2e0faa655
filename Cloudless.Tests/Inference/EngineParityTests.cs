using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Networks.Onnx;

namespace Cloudless.Tests.Inference;

/// <summary>Engines against each other and against float64, on real patches.</summary>
[TestFixture]
public class EngineParityTests
{
    // What the project promises: half of the smallest step of an output file, so that rounding to integers differs only next to a half.
    private const double Tolerance = 0.5;

    private static readonly ExecutionOptions Options = new() { Threads = 2 };

    [TestCase(true, 8, 2)]
    [TestCase(false, 8, 2)]
    [TestCase(true, 5, 0)]
    public void Engines_agree_with_float64_for_small_random_networks(bool sar, int features, int blocks)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(sar, features, blocks);
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        foreach (string triplet in RealPatches.All())
        {
            Compare(model, RealPatches.Read(sar, new Window(100, 60, 64, 64), triplet), Path.GetFileName(triplet));
        }
    }

    [TestCase(1, 1, 1)]
    [TestCase(2, 37, 53)]
    [TestCase(3, 1, 70)]
    public void Engines_agree_with_float64_for_odd_sizes_and_batches(int n, int height, int width)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(features: 8, blocks: 2);
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        Compare(model, RealPatches.Read(true, new Window(11, 7, width, height), RealPatches.All()[..n]), $"{n} x {height} x {width}");
    }

    [Test]
    public void Engines_agree_with_float64_for_the_published_size()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(features: 256, blocks: 16);
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        Compare(model, RealPatches.Read(true, new Window(120, 80, 32, 32), RealPatches.All()[0]), "F=256 B=16");
    }

    [Test]
    public void Engines_agree_with_float64_for_the_default_model()
    {
        CloudRemovalModel model = CloudRemovalModel.LoadDefault();
        foreach (string triplet in RealPatches.All())
        {
            Compare(model, RealPatches.Read(true, new Window(64, 64, 128, 96), triplet), Path.GetFileName(triplet));
        }
    }

    private static void Compare(CloudRemovalModel model, (float[] Input, TensorShape Shape) patch, string what)
    {
        double[] reference = Float64Reference.Run(model.Graph!, patch.Input, patch.Shape);
        using var cpu = new CpuInferenceEngine(model.Graph!, Options);
        using var onnxRuntime = new OnnxRuntimeEngine(model, Options);
        double[] ours = Run(cpu), theirs = Run(onnxRuntime);
        double oursOff = Distance(ours, reference), theirsOff = Distance(theirs, reference), apart = Distance(ours, theirs);
        TestContext.Out.WriteLine($"{what}: largest difference in DN: cpu {oursOff:0.0000}, ONNX Runtime {theirsOff:0.0000}, between them {apart:0.0000}");
        Assert.Multiple(() =>
        {
            Assert.That(oursOff, Is.LessThan(Tolerance), $"{what}: CPU engine against float64");
            Assert.That(theirsOff, Is.LessThan(Tolerance), $"{what}: ONNX Runtime against float64");
            Assert.That(apart, Is.LessThan(Tolerance), $"{what}: CPU engine against ONNX Runtime");
        });

        double[] Run(IInferenceEngine engine)
        {
            float[] output = new float[reference.Length];
            Array.Fill(output, float.NaN);
            engine.Run(patch.Input, patch.Shape, output);
            return [.. output.Select(v => (double)v)];
        }
    }

    // NaN counts as infinitely far: comparisons with it would pass unseen.
    private static double Distance(double[] a, double[] b) =>
        a.Zip(b, (x, y) => double.IsFinite(x) && double.IsFinite(y) ? Math.Abs(x - y) : double.PositiveInfinity).Max();
}
