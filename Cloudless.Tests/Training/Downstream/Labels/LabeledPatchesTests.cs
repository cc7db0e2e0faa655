using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Tests.Training.Downstream.Labels;

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
        LabeledPatches patches = Open();
        Assert.Multiple(() =>
        {
            Assert.That(patches.Classes, Is.EqualTo(new[] { "forest", "water" }));
            Assert.That(patches.Patches.Select(p => p.Class), Is.EqualTo(new[] { 0, 1, 1, 1, 1 }));
        });
    }

    [TestCase("t_S2L1C.tif", "t_LULC.tif", "Crops", "Rangeland")]
    [TestCase("s2_7/ROIs1158_spring_s2_7_p30.tif", "lc_7/ROIs1158_spring_lc_7_p30.tif", "Forest", "Savanna")]
    public void Label_maps_give_the_class_that_half_of_the_pixels_have(string image, string labels, string four, string nine)
    {
        Image(image, 64);

        // Left below: 0, which is no class; right below: pieces of a quarter and less, none of which is the patch's.
        Labels(labels, 64, (y, x) => (y < 32, x < 32) switch { (true, true) => 4, (true, false) => y < 20 ? 9 : 4, (false, true) => 0, _ => new[] { 1, 6, 1, 9, 6 }[x % 5] });
        LabeledPatches patches = Open(leastShare: 0.5);
        Assert.Multiple(() =>
        {
            Assert.That(patches.Classes, Is.EqualTo(new[] { four, nine }));
            Assert.That(patches.Patches.Select(p => (p.Window.Column, p.Window.Row, p.Class)), Is.EqualTo(new[] { (0, 0, 0), (32, 0, 1) }));
            Assert.That(patches.Unlabeled, Is.EqualTo(2));
        });
    }

    [Test]
    public void Parts_of_a_simplified_class_are_summed_before_the_vote()
    {
        // Three forests of 20 % each against 40 % of water.
        Image("ROIs1158_spring_s2_7_p1.tif", 40);
        Image("ROIs1158_spring_s2_7_p2.tif", 40);
        Labels("ROIs1158_spring_lc_7_p1.tif", 40, (y, _) => y < 24 ? 1 + (y / 8) : 17);
        Labels("ROIs1158_spring_lc_7_p2.tif", 40, (_, _) => 17);
        Assert.That(LabelOf(Open()), Is.EqualTo(new[] { "Forest", "Water" }));
        Assert.That(() => LabeledPatches.Open(_folder.Root, new LabelOptions { Scheme = LabelSchemes.Igbp }, 32), Throws.TypeOf<CloudlessException>().With.Message.Contains("1 classes (Water bodies)"), "no forest alone has more than the water");
    }

    [Test]
    public void Image_that_is_one_patch_is_judged_whole_and_cut_to_its_center()
    {
        // Of the whole most is water, of the inner 32 x 32 most is trees.
        Image("a_S2L1C.tif", 60);
        Labels("a_LULC.tif", 60, (y, x) => Math.Max(Math.Abs(y - 30), Math.Abs(x - 30)) < 16 ? 2 : 1);
        Image("b_S2L1C.tif", 32);
        Labels("b_LULC.tif", 32, (_, _) => 2);
        LabeledPatches patches = Open();
        Assert.That(LabelOf(patches), Is.EqualTo(new[] { "Water", "Trees" }));
        Assert.That(patches.Patches[0].Window, Is.EqualTo(new Window(14, 14, 32, 32)));
    }

    [Test]
    public void Schemes_of_SEN12MS_are_the_bands_of_its_maps()
    {
        foreach (int patch in new[] { 1, 2 })
        {
            Image($"s2_7/ROIs1158_spring_s2_7_p{patch}.tif", 32);
            TinyRasters.Write(_folder[$"lc_7/ROIs1158_spring_lc_7_p{patch}.tif"], 4, (b, _, _) => new[] { 12, 31, 36, 30 }[b] + (patch == 1 ? 0 : new[] { 5, 1, 4, 10 }[b]), SampleType.UInt8, 32, 32);
        }

        string[] Of(LabelScheme scheme) => LabelOf(LabeledPatches.Open(_folder.Root, new LabelOptions { Scheme = scheme }, 32));
        Assert.Multiple(() =>
        {
            Assert.That(Of(LabelSchemes.Igbp), Is.EqualTo(new[] { "Croplands", "Water bodies" }));
            Assert.That(Of(LabelSchemes.LccsLandCover), Is.EqualTo(new[] { "Dense herbaceous", "Sparse herbaceous" }));
            Assert.That(Of(LabelSchemes.LccsLandUse), Is.EqualTo(new[] { "Herbaceous croplands", "Shrublands" }));
            Assert.That(Of(LabelSchemes.LccsHydrology), Is.EqualTo(new[] { "Grasslands", "Shrublands" }));
            Assert.That(() => Of(LabelSchemes.Lulc), Throws.TypeOf<CloudlessException>().With.Message.Contains("igbp-simplified"));
        });
    }

    [Test]
    public void Number_that_the_scheme_does_not_know_is_named()
    {
        Image("ROIs1158_spring_s2_7_p1.tif", 32);
        Labels("ROIs1158_spring_lc_7_p1.tif", 32, (_, _) => 31);
        Assert.That(() => Open(), Throws.TypeOf<CloudlessException>().With.Message.Contains("_lc_7_p1.tif").And.Message.Contains("31").And.Message.Contains("lccs-land-cover"));
        Assert.That(() => LabeledPatches.Open(_folder.Root, new LabelOptions { Scheme = LabelSchemes.LccsLandUse }, 32), Throws.TypeOf<BandMissingException>().With.Message.Contains("band 3"));
    }

    [Test]
    public void Maps_in_another_folder_join_by_scene_and_patch()
    {
        Image("cr/ROIs1158_spring_s2/s2_7/ROIs1158_spring_s2_7_p1.tif", 32);
        Image("cr/ROIs1158_spring_s2/s2_7/ROIs1158_spring_s2_7_p2.tif", 32);
        Image("cr/ROIs1158_spring_s2/s2_7/ROIs1158_spring_s2_7_p3.tif", 32);
        Labels("lc/ROIs1158_spring/lc_7/ROIs1158_spring_lc_7_p1.tif", 32, (_, _) => 12);
        Labels("lc/ROIs1158_spring/lc_7/ROIs1158_spring_lc_7_p3.tif", 32, (_, _) => 13);
        LabeledPatches patches = LabeledPatches.Open(_folder["cr"], new LabelOptions { Labels = _folder["lc"] }, 32);
        Assert.That(patches.Patches.Select(p => (Path.GetFileName(p.Path), patches.Classes[p.Class], p.Group)), Is.EqualTo(new[]
        {
            ("ROIs1158_spring_s2_7_p1.tif", "Croplands", "ROIs1158_spring_7"), ("ROIs1158_spring_s2_7_p3.tif", "Urban", "ROIs1158_spring_7"),
        }));
        Assert.That(patches.Unlabeled, Is.EqualTo(1));
        Labels("other/ROIs1158_spring/lc_8/ROIs1158_spring_lc_8_p1.tif", 32, (_, _) => 12);
        Assert.That(
            () => LabeledPatches.Open(_folder["cr"], new LabelOptions { Labels = _folder["other"] }, 32),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("ROIs1158_spring_8_p1").And.Message.Contains("ROIs1158_spring_7_p1").And.Message.Contains("none is of one patch"));
    }

    [Test]
    public void Images_of_one_name_in_several_folders_are_several_patches()
    {
        foreach (string folder in new[] { "wood", "field" })
        {
            TinyRasters.Write(Path.Combine(_folder.Root, "same", folder, "p0.tif"), Sentinel2Band.Count, TinyRasters.Ground, width: 32, height: 32);
        }

        File.WriteAllText(_folder["same.csv"], "path,class\nwood/p0.tif,wood\nfield/p0.tif,field\n");
        LabeledPatches data = LabeledPatches.Open(_folder["same"], new LabelOptions { Labels = _folder["same.csv"] }, 32);
        Assert.That(data.Patches.Select(p => data.Classes[p.Class]), Is.EqualTo(["wood", "field"]));
    }

    [Test]
    public void Table_names_images_and_classes()
    {
        Image("x/a.tif", 64);
        Image("x/b.tif", 32);
        string table = _folder["labels.csv"];
        File.WriteAllText(table, "path,class\nx/b.tif,wood\n\nx/a.tif,field\n");
        LabeledPatches patches = LabeledPatches.Open(_folder.Root, new LabelOptions { Labels = table }, 32);
        Assert.That(LabelOf(patches), Is.EqualTo(new[] { "wood", "field", "field", "field", "field" }));
        foreach ((string text, string why) in new[]
        {
            ("path,class\nx/c.tif,wood\n", "c.tif"), ("x/a.tif,wood\n", "'class' is missing"), ("path,class\nx/a.tif\n", "line 2 has 1 cells"), ("path,class\nx/a.tif,wood\nx/a.tif,field\n", "twice"), ("path,class\n", "no label"),
        })
        {
            File.WriteAllText(table, text);
            Assert.That(() => LabeledPatches.Open(_folder.Root, new LabelOptions { Labels = table }, 32), Throws.TypeOf<CloudlessException>().With.Message.Contains(why));
        }
    }

    [Test]
    public void Classes_asked_for_come_in_their_order_and_need_samples()
    {
        Image("water/a.tif", 64);
        Image("forest/b.tif", 32);
        Image("town/c.tif", 32);
        LabeledPatches patches = LabeledPatches.Open(_folder.Root, new LabelOptions(), 32, ["water", "forest"]);
        Assert.That(patches.Classes, Is.EqualTo(new[] { "water", "forest" }));
        Assert.That(LabelOf(patches), Is.EqualTo(new[] { "forest", "water", "water", "water", "water" }));
        Assert.That(
            () => LabeledPatches.Open(_folder.Root, new LabelOptions(), 32, ["water", "snow"]),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("no patch has the class snow").And.Message.Contains("forest (1), town (1), water (4)"));
    }

    [Test]
    public void Label_map_of_another_size_is_refused()
    {
        Image("t_S2L1C.tif", 64);
        Labels("t_LULC.tif", 48, (_, _) => 1);
        Assert.That(() => Open(), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("t_LULC.tif").And.Message.Contains("48 x 48").And.Message.Contains("64 x 64"));
    }

    [Test]
    public void One_class_is_nothing_to_tell_apart()
    {
        Image("water/a.tif", 32);
        Assert.That(() => Open(), Throws.TypeOf<CloudlessException>().With.Message.Contains("1 classes (water)").And.Message.Contains("_LULC.tif"));
    }

    [Test]
    public void Folder_without_labels_is_told_what_is_expected()
    {
        Image("a.tif", 32);
        Assert.That(() => Open(), Throws.TypeOf<CloudlessException>().With.Message.Contains("0 labeled patches"));
        Assert.That(() => LabeledPatches.Open(_folder["nowhere"], new LabelOptions(), 32), Throws.TypeOf<CloudlessException>().With.Message.Contains("no such folder"));
    }

    [Test]
    public void Images_that_do_not_fit_are_named()
    {
        Image("water/a.tif", 16);
        Assert.That(() => Open(), Throws.TypeOf<CloudlessException>().With.Message.Contains("a.tif").And.Message.Contains("--crop"));
        TinyRasters.Write(_folder["forest/b.tif"], 3, TinyRasters.Ground, width: 32, height: 32);
        Assert.That(() => Open(), Throws.TypeOf<BandMissingException>().With.Message.Contains("b.tif"));
    }

    [Test]
    public void Turns_mirror_and_swap()
    {
        TinyRasters.Write(_folder["a/a.tif"], 13, (_, y, x) => (100 * y) + x, width: 32, height: 32);
        Image("b/b.tif", 32);
        LabeledPatches patches = Open();
        float At(int turn) => patches.Read([0], Sentinel2Band.All, [turn]).Images[(2 * 32) + 5];
        Assert.That(Enumerable.Range(0, 8).Select(At), Is.EqualTo(new float[] { 205, 226, 2905, 2926, 502, 529, 2602, 2629 }));
    }

    [Test]
    public void Bands_come_in_the_order_asked_for()
    {
        TinyRasters.Write(_folder["a/a.tif"], 13, (b, y, x) => b == Sentinel2Band.B10.Index ? 5 : (1000 * b) + y + x, width: 32, height: 32);
        Image("b/b.tif", 32);
        float[] images = Open().Read([0], [Sentinel2Band.B08, Sentinel2Band.B02], null).Images;
        Assert.That((images.Length, images[33], images[1024]), Is.EqualTo((2 * 1024, 7002f, 1000f)));
    }

    private static string[] LabelOf(LabeledPatches patches) => [.. patches.Patches.Select(p => patches.Classes[p.Class])];

    private LabeledPatches Open(double leastShare = 0) => LabeledPatches.Open(_folder.Root, new LabelOptions { LeastShare = leastShare }, 32);

    private void Image(string name, int side) => TinyRasters.Write(_folder[name], 13, TinyRasters.Ground, width: side, height: side);

    private void Labels(string name, int side, Func<int, int, float> value) => TinyRasters.Write(_folder[name], 1, (_, y, x) => value(y, x), SampleType.UInt8, side, side);
}
