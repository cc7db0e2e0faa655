using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class SpectralRemovalMaskTests
{
    private static readonly RemovalMaskOptions Options = new() { MinimumArea = 12, ShadowReach = 15, HazeReach = 6 };

    [TestCase(1)]
    [TestCase(3)]
    public void Windows_in_any_order_equal_the_whole_scene(int threads)
    {
        Raster<float> scene = MaskScenes.Scattered(130, 150, 7);
        Raster<float> whole = RemovalMask.Compute(scene, Options);
        Assert.That(whole.Data.Count(w => w > 0), Is.InRange(whole.Data.Length / 10, whole.Data.Length * 9 / 10), "a fixture with something of everything");
        using var source = new SpectralRemovalMask(Options);
        Window[] cores = [new(50, 60, 100, 70), new(0, 0, 70, 60), new(0, 60, 50, 70), new(70, 0, 80, 60)];
        MaskScenes.RequireWindowsEqual(source, scene, cores, whole, threads);
    }

    [Test]
    public void Sums_of_cores_do_not_depend_on_who_comes_first()
    {
        Raster<float> scene = MaskScenes.Scattered(90, 60, 3);
        for (int i = 0; i < scene.Data.Length; i++)
        {
            // No integers any more: their sums are rounded.
            scene.Data[i] *= 1.0001f;
        }

        Window[] cores = [new(0, 0, 60, 31), new(0, 31, 60, 27), new(0, 58, 60, 32)];
        Assert.That(Weights(cores), Is.EqualTo(Weights([cores[2], cores[0], cores[1]])));

        float[] Weights(Window[] order)
        {
            using var source = new SpectralRemovalMask(Options);
            MaskScenes.Gather(source, scene, order, 1);
            float[] weight = new float[scene.PlaneLength];
            source.Compute(scene.Data, new Window(0, 0, scene.Width, scene.Height), weight);
            return weight;
        }
    }

    [Test]
    public void Without_shadow_the_first_walk_is_not_needed()
    {
        Raster<float> scene = MaskScenes.Scattered(60, 60, 5);
        RemovalMaskOptions options = Options with { ShadowReach = 0 };
        using var source = new SpectralRemovalMask(options);
        float[] weight = new float[scene.PlaneLength];
        source.Compute(scene.Data, new Window(0, 0, 60, 60), weight);
        Assert.Multiple(() =>
        {
            Assert.That(source.NeedsScene, Is.False);
            Assert.That(weight, Is.EqualTo(RemovalMask.Compute(scene, options).Data));
        });
    }

    [Test]
    public void Options_out_of_range_are_refused_before_any_window() =>
        Assert.That(() => new SpectralRemovalMask(Options with { ShadowReach = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
}
