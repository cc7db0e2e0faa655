using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Training.Datasets.Arrays;

namespace Cloudless.Tests.Masks.Detectors;

[TestFixture]
public class S2CloudlessRemovalMaskTests
{
    private S2CloudlessModel _model = null!;

    [OneTimeSetUp]
    public void LoadModel() => _model = S2CloudlessModel.Load(Fixtures.Path("lightgbm-plain.txt"));

    [OneTimeTearDown]
    public void DisposeModel() => _model.Dispose();

    [TestCase(40, 1, 1)]
    [TestCase(40, 4, 2)]
    public void Classes_of_a_scene_equal_the_reference(int percent, int averageOver, int dilationSize)
    {
        Raster<float> scene = Scene();
        var options = new S2CloudlessOptions { Threshold = percent / 100.0, AverageOver = averageOver, DilationSize = dilationSize, Resolution = 20 };
        using S2CloudlessRemovalMask mask = Mask(scene, options, new RemovalMaskOptions { ShadowReach = 0 });
        byte[] classes = Classify(mask, scene);
        Assert.That(classes.Select(c => (double)c), Is.EqualTo(Fixtures.Rows($"scene-{percent}-{averageOver}-{dilationSize}.csv").SelectMany(r => r)));
    }

    [Test]
    public void Probabilities_of_a_scene_equal_the_reference()
    {
        Raster<float> scene = Scene();
        using S2CloudlessRemovalMask mask = Mask(scene, new S2CloudlessOptions { Resolution = 20 });
        float[] probability = new float[scene.PlaneLength];
        mask.Probability(scene.Data, new Window(0, 0, scene.Width, scene.Height), probability);

        // Sums of float leaves, as in the tests of the model.
        Assert.That(probability.Select(p => (double)p), Is.EqualTo(Fixtures.Rows("scene-probability.csv").SelectMany(r => r)).Within(1e-6));
    }

    [TestCase(10, 1)]
    [TestCase(30, 1)]
    [TestCase(30, 3)]
    [TestCase(80, 2)]
    public void Windows_in_any_order_equal_the_whole_scene(int resolution, int threads)
    {
        Raster<float> scene = MaskScenes.Scattered(130, 151, 7);
        var detector = new S2CloudlessOptions { Resolution = resolution, AverageOver = 2, DilationSize = 1, Threshold = resolution > 50 ? 0.3 : 0.4 };
        var options = new RemovalMaskOptions { ShadowReach = 15 };
        using S2CloudlessRemovalMask whole = Mask(scene, detector, options), parts = Mask(scene, detector, options);
        var weight = new Raster<float>(1, scene.Height, scene.Width);
        whole.ComputeWhole(scene.Data, scene.Height, scene.Width, weight.Data, threads: 2);
        Assert.That(weight.Data.Count(w => w > 0), Is.InRange(weight.Data.Length / 10, weight.Data.Length * 9 / 10), "a fixture with something of everything");

        // Windows that no grid of cells divides.
        Window[] cores = [new(50, 61, 101, 69), new(0, 0, 71, 61), new(0, 61, 50, 69), new(71, 0, 80, 61)];
        MaskScenes.RequireWindowsEqual(parts, scene, cores, weight, threads);
    }

    [Test]
    public void Dark_land_beside_a_cloud_is_its_shadow_and_far_away_it_is_not()
    {
        Raster<float> scene = MaskScenes.Land(120, 200);
        MaskScenes.Paint(scene, 60, 40, 15, 6_000, 6_000);
        MaskScenes.Paint(scene, 60, 75, 8, 700, 1_000);
        MaskScenes.Paint(scene, 60, 180, 8, 700, 1_000);
        var detector = new S2CloudlessOptions { Resolution = 20, AverageOver = 1, DilationSize = 1 };
        using S2CloudlessRemovalMask mask = Mask(scene, detector);
        byte[] classes = Classify(mask, scene);
        float[] weight = new float[scene.PlaneLength];
        mask.Compute(scene.Data, new Window(0, 0, scene.Width, scene.Height), weight);
        Assert.Multiple(() =>
        {
            Assert.That(classes[(60 * 200) + 40], Is.EqualTo(PixelClass.Cloud));
            Assert.That(classes[(60 * 200) + 75], Is.EqualTo(PixelClass.Shadow));
            Assert.That(classes[(60 * 200) + 180], Is.EqualTo(PixelClass.Clear));
            Assert.That(weight[(60 * 200) + 40], Is.EqualTo(1));
            Assert.That(weight[(60 * 200) + 75], Is.EqualTo(1));
            Assert.That(weight[(60 * 200) + 180], Is.Zero);
        });
    }

    [Test]
    public void Nodata_is_never_repainted_and_no_cloud()
    {
        Raster<float> scene = MaskScenes.Land(60, 60);
        MaskScenes.Paint(scene, 30, 30, 20, 6_000, 6_000);
        for (int c = 0; c < scene.Channels; c++)
        {
            scene.Channel(c)[..(30 * 60)].Clear();
        }

        using S2CloudlessRemovalMask mask = Mask(scene, new S2CloudlessOptions { Resolution = 40, AverageOver = 1, DilationSize = 2 });
        byte[] classes = Classify(mask, scene);
        float[] weight = new float[scene.PlaneLength];
        mask.Compute(scene.Data, new Window(0, 0, 60, 60), weight);
        Assert.Multiple(() =>
        {
            Assert.That(classes[..(30 * 60)], Is.All.EqualTo(PixelClass.NoData));
            Assert.That(weight[..(30 * 60)], Is.All.Zero);
            Assert.That(classes[(31 * 60) + 30], Is.EqualTo(PixelClass.Cloud), "cloud right beside nodata");
        });
    }

    [Test]
    public void A_model_of_other_features_is_refused()
    {
        string text = File.ReadAllText(Fixtures.Path("lightgbm-plain.txt"))
            .Replace("max_feature_idx=9", "max_feature_idx=10", StringComparison.Ordinal).Replace("feature_names=", "feature_names=x ", StringComparison.Ordinal);
        using var folder = new Rasters.TestFolder();
        File.WriteAllText(folder["eleven.txt"], text);
        Assert.That(() => S2CloudlessModel.Load(folder["eleven.txt"]), Throws.TypeOf<ModelContractException>().With.Message.Contains("11 features").And.Message.Contains("B8A"));
    }

    private static Raster<float> Scene()
    {
        NpyFile file = NpyFile.Read(Fixtures.Path("scene.npy"));
        return new Raster<float>(file.Shape[0], file.Shape[1], file.Shape[2], [.. file.Values.Select(v => (float)v)]);
    }

    private static byte[] Classify(S2CloudlessRemovalMask mask, Raster<float> scene)
    {
        var whole = new Window(0, 0, scene.Width, scene.Height);
        byte[] classes = new byte[scene.PlaneLength];
        mask.Gather(scene.Data, whole, whole);
        mask.Classify(scene.Data, whole, classes);
        return classes;
    }

    private S2CloudlessRemovalMask Mask(Raster<float> scene, S2CloudlessOptions detector, RemovalMaskOptions? options = null) =>
        new(_model, scene.Width, scene.Height, detector, options);
}
