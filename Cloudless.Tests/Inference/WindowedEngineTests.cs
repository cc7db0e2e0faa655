using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Tests.Networks;

namespace Cloudless.Tests.Inference;

/// <summary>Windows of one size over images of every size.</summary>
[TestFixture]
public class WindowedEngineTests
{
    private static readonly WindowCard Card = new(8, 2);

    [TestCase(1, 1)]
    [TestCase(3, 20)]
    [TestCase(13, 9)]
    public void Every_pixel_comes_from_the_middle_of_one_window(int height, int width)
    {
        var inner = new Echo(2);
        using var engine = new WindowedEngine(inner, Card);
        var shape = new TensorShape(2, 2, height, width);
        float[] input = [.. Enumerable.Range(0, (int)shape.Length).Select(i => (float)i)], output = new float[input.Length];
        engine.Run(input, shape, output);
        Assert.Multiple(() =>
        {
            Assert.That(output, Is.EqualTo(input));
            Assert.That(inner.Runs, Is.EqualTo(2 * ((height + 3) / 4) * ((width + 3) / 4)));
            Assert.That(inner.Shapes, Is.All.EqualTo(new TensorShape(1, 2, 8, 8)));
        });
    }

    [Test]
    public void Beyond_the_edges_the_image_is_mirrored()
    {
        var inner = new Echo(1);
        using var engine = new WindowedEngine(inner, Card);
        engine.Run([1, 2, 3], new TensorShape(1, 1, 1, 3), new float[3]);
        Assert.That(inner.Last![..8], Is.EqualTo(new[] { 2f, 1, 1, 2, 3, 3, 2, 1 }));
    }

    [Test]
    public void Scene_comes_out_the_same_however_it_is_cut_into_tiles()
    {
        CloudRemovalModel model = WindowedNetworkTests.Make(ArchitectureCard.UnCRtainTS);
        var scene = new Raster<float>(13, 130, 170);
        float[] stack = WindowedNetworkTests.Scene(new TensorShape(1, 15, 130, 170));
        stack.AsSpan(0, scene.Data.Length).CopyTo(scene.Data);
        var sar = new Raster<float>(2, 130, 170, stack[scene.Data.Length..]);
        float[] Remove(int tile, bool composite)
        {
            using var remover = new CloudRemover(model, new ExecutionOptions { Engine = EngineKind.OnnxRuntime, TileSize = tile, Threads = 1 }, new RemovalOptions { Composite = composite });
            return remover.Remove(scene, sar).Image.Data;
        }

        Assert.That(Remove(48, composite: false), Is.EqualTo(Remove(512, composite: false)));
        Assert.That(Remove(48, composite: true), Is.EqualTo(Remove(512, composite: true)));
    }

    [Test]
    public void Factory_runs_a_model_with_windows_on_them()
    {
        using ChosenEngine engine = EngineFactory.Create(WindowedNetworkTests.Make(ArchitectureCard.Pix2Pix), new ExecutionOptions { Engine = EngineKind.OnnxRuntime });
        Assert.Multiple(() =>
        {
            Assert.That(engine.Description, Does.EndWith("windows of 64 pixels"));
            Assert.That(engine.Reach(int.MaxValue), Is.EqualTo(new TileReach(48, 48)));
        });
    }

    [Test]
    public void Auto_says_why_the_CPU_engine_does_not_run_it()
    {
        using ChosenEngine engine = EngineFactory.Choose(WindowedNetworkTests.Make(ArchitectureCard.Pix2Pix), new ExecutionOptions(), OnnxRuntimeLibrary.Current);
        Assert.That(engine.Choice.Reason, engine.Name == "onnxruntime-cpu" ? Does.Contain("the CPU engine cannot run the model") : Does.Contain("CUDA"));
    }

    private sealed class Echo(int channels) : IInferenceEngine
    {
        public int Runs { get; private set; }

        public List<TensorShape> Shapes { get; } = [];

        public float[]? Last { get; private set; }

        public string Name => "echo";

        public string Description => "echo";

        public int InputChannels => channels;

        public int OutputChannels => InputChannels;

        public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
        {
            (Runs, Last) = (Runs + 1, [.. input]);
            Shapes.Add(shape);
            input.CopyTo(output);
        }

        public void Dispose()
        {
        }
    }
}
