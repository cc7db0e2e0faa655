using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.Tests.Removal;

/// <summary>Tiled against whole image, with the engines that users have.</summary>
[TestFixture]
public class TilesOfRealEnginesTests
{
    private const int Height = 291, Width = 531;

    private static readonly CloudRemovalModel Model = Fixtures.Model(features: 8, blocks: 3);
    private static readonly Raster<float> Optical = Fixtures.SignedDn(Fixtures.Scene(Height, Width, 100, 200, 60));
    private static readonly Dictionary<EngineKind, float[]> Whole = [];

    [TestCase(64, 2)]
    [TestCase(100, 1)]
    [TestCase(129, 2)]
    [TestCase(256, 2)]
    [TestCase(512, 1)]
    public void Tiles_on_the_cpu_engine_give_the_whole_images_bits(int tileSize, int threads)
    {
        Assert.That(Remove(EngineKind.Cpu, tileSize, threads), Is.EqualTo(WholeImage(EngineKind.Cpu)));
    }

    [Test]
    public void Tiles_on_onnx_runtime_are_within_a_twentieth_dn_of_the_whole_image([Values(64, 129, 512)] int tileSize)
    {
        float[] tiled = Remove(EngineKind.OnnxRuntime, tileSize, 2), whole = WholeImage(EngineKind.OnnxRuntime);
        // The kernels that ONNX Runtime picks depend on the size, so sums are rounded in another order; 0.05 DN is a hundredth of the sensor's noise.
        Assert.That(tiled.Zip(whole, (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(0.05));
    }

    private static float[] WholeImage(EngineKind engine)
    {
        lock (Whole)
        {
            return Whole.TryGetValue(engine, out float[]? image) ? image : Whole[engine] = Remove(engine, 1024, 2);
        }
    }

    private static float[] Remove(EngineKind engine, int tileSize, int threads)
    {
        var execution = new ExecutionOptions { Engine = engine, TileSize = tileSize, Threads = threads };
        using var remover = new CloudRemover(Model, execution, new RemovalOptions { Composite = false });
        return remover.Remove(Optical, Fixtures.Sar(Height, Width)).Image.Data;
    }
}
