using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Perceptual;

namespace Cloudless.Tests.Training.Perceptual;

[TestFixture]
public class LabeledPatchesTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Folders_of_classes_give_their_names()
    {
        Image("water/a.tif", 64);
        Image("forest/b.tif", 32);
        LabeledPatches patches = LabeledPatches.Open(_folder.Root, 32);
        Assert.Multiple(() =>
        {
            Assert.That(patches.Classes, Is.EqualTo(new[] { "forest", "water" }));
            Assert.That(patches.Patches.Select(p => p.Class), Is.EqualTo(new[] { 0, 1, 1, 1, 1 }));
        });
    }

    [TestCase("t_S2L1C.tif", "t_LULC.tif")]
    [TestCase("s2_7/ROIs1_s2_7_p30.tif", "lc_7/ROIs1_lc_7_p30.tif")]
    public void Label_maps_give_the_class_that_half_of_the_pixels_have(string image, string labels)
    {
        Image(image, 64);

        // Left below: 0, which is no class; right below: three classes of a third each, none of which is the patch's.
        Labels(labels, 64, (y, x) => (y < 32, x < 32) switch { (true, true) => 4, (true, false) => y < 20 ? 9 : 4, (false, true) => 0, _ => 1 + (x % 3) });
        LabeledPatches patches = LabeledPatches.Open(_folder.Root, 32);
        Assert.Multiple(() =>
        {
            Assert.That(patches.Classes, Is.EqualTo(new[] { "4", "9" }));
            Assert.That(patches.Patches.Select(p => (p.Window.Column, p.Window.Row, p.Class)), Is.EqualTo(new[] { (0, 0, 0), (32, 0, 1) }));
        });
    }

    [Test]
    public void Label_map_of_another_size_is_refused()
    {
        Image("t_S2L1C.tif", 64);
        Labels("t_LULC.tif", 48, (_, _) => 1);
        Assert.That(() => LabeledPatches.Open(_folder.Root, 32), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("t_LULC.tif").And.Message.Contains("48 x 48").And.Message.Contains("64 x 64"));
    }

    [Test]
    public void One_class_is_nothing_to_tell_apart()
    {
        Image("water/a.tif", 32);
        Assert.That(() => LabeledPatches.Open(_folder.Root, 32), Throws.TypeOf<CloudlessException>().With.Message.Contains("1 classes (water)").And.Message.Contains("_LULC.tif"));
    }

    [Test]
    public void Folder_without_labels_is_told_what_is_expected()
    {
        Image("a.tif", 32);
        Assert.That(() => LabeledPatches.Open(_folder.Root, 32), Throws.TypeOf<CloudlessException>().With.Message.Contains("0 labeled patches"));
        Assert.That(() => LabeledPatches.Open(_folder["nowhere"], 32), Throws.TypeOf<CloudlessException>().With.Message.Contains("no such folder"));
    }

    [Test]
    public void Images_that_do_not_fit_are_named()
    {
        Image("water/a.tif", 16);
        Assert.That(() => LabeledPatches.Open(_folder.Root, 32), Throws.TypeOf<CloudlessException>().With.Message.Contains("a.tif").And.Message.Contains("--crop"));
        TinyRasters.Write(_folder["forest/b.tif"], 3, TinyRasters.Ground, width: 32, height: 32);
        Assert.That(() => LabeledPatches.Open(_folder.Root, 32), Throws.TypeOf<BandMissingException>().With.Message.Contains("b.tif"));
    }

    [Test]
    public void Turns_mirror_and_swap()
    {
        TinyRasters.Write(_folder["a/a.tif"], 13, (_, y, x) => (100 * y) + x, width: 32, height: 32);
        Image("b/b.tif", 32);
        LabeledPatches patches = LabeledPatches.Open(_folder.Root, 32);
        float At(int turn) => patches.Read([0], [turn]).Images[(2 * 32) + 5];
        Assert.That(Enumerable.Range(0, 8).Select(At), Is.EqualTo(new float[] { 205, 226, 2905, 2926, 502, 529, 2602, 2629 }));
    }

    [Test]
    public void Split_leaves_out_of_every_class_and_never_all_of_one()
    {
        LabeledPatch[] patches = [.. Enumerable.Range(0, 21).Select(i => new LabeledPatch("x", default, i == 20 ? 2 : i % 2))];
        PatchSplit split = PatchSplit.Of(patches, 0.2, 1);
        Assert.Multiple(() =>
        {
            Assert.That(split.Validation.GroupBy(i => patches[i].Class).ToDictionary(g => g.Key, g => g.Count()), Is.EqualTo(new Dictionary<int, int> { [0] = 2, [1] = 2 }));
            Assert.That(split.Trained.Concat(split.Validation).Order(), Is.EqualTo(Enumerable.Range(0, 21)));
        });
    }

    private void Image(string name, int side) => TinyRasters.Write(_folder[name], 13, TinyRasters.Ground, width: side, height: side);

    private void Labels(string name, int side, Func<int, int, float> value) => TinyRasters.Write(_folder[name], 1, (_, y, x) => value(y, x), SampleType.UInt8, side, side);
}
