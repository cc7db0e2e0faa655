using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class Sen12LayoutTests
{
    private const string Spring = "ROIs1158_spring", Fall = "ROIs1970_fall";
    private TemporaryFolder _folder = null!;

    private string Data => _folder["data"];

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void The_published_layout_gives_triplets_with_season_scene_patch_and_official_part()
    {
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 100);
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 30);
        TinySen12.Write(TinySen12.Published, Data, Spring, 106, 9);
        TinySen12.Write(TinySen12.Published, Data, Fall, 65, 2);
        PatchDataset dataset = PatchDataset.Open(Data);
        Assert.That(dataset.Items.Select(i => (i.Id, i.Group, i.Season, i.Roi, i.Patch, i.Split, i.HasSar)), Is.EqualTo(new[]
        {
            ($"{Spring}_1_p30", $"{Spring}_1", "spring", (int?)1, (int?)30, (DatasetSplit?)DatasetSplit.Train, true),
            ($"{Spring}_1_p100", $"{Spring}_1", "spring", 1, 100, DatasetSplit.Train, true),
            ($"{Spring}_106_p9", $"{Spring}_106", "spring", 106, 9, DatasetSplit.Test, true),
            ($"{Fall}_65_p2", $"{Fall}_65", "fall", 65, 2, DatasetSplit.Validation, true),
        }));
        Assert.That(dataset.Warnings, Is.Empty);
        Sample sample = dataset.Read(dataset.Items[0]);
        Assert.Multiple(() =>
        {
            Assert.That(sample.Input![3, 5, 2], Is.EqualTo(6000));
            Assert.That(sample.Input[3, 5, 12], Is.EqualTo(sample.Target[3, 5, 12]));
            Assert.That(sample.Sar![1, 0, 1], Is.EqualTo(-19f));
        });
    }

    [Test]
    public void The_flat_layout_gives_the_same_patches()
    {
        foreach ((int roi, int patch) in new[] { (1, 30), (106, 9) })
        {
            TinySen12.Write(TinySen12.Published, _folder["published"], Spring, roi, patch);
            TinySen12.Write(TinySen12.Flat, _folder["flat"], Spring, roi, patch);
        }

        PatchDataset published = PatchDataset.Open(_folder["published"]), flat = PatchDataset.Open(_folder["flat"]);
        Assert.That(flat.Items.Select(i => (i.Id, i.Group, i.Split)), Is.EqualTo(published.Items.Select(i => (i.Id, i.Group, i.Split))));
        Assert.That(flat.Read(flat.Items[1]).Target.Data, Is.EqualTo(published.Read(published.Items[1]).Target.Data));
    }

    [Test]
    public void A_missing_partner_is_named_and_can_be_skipped()
    {
        foreach (int patch in new[] { 1, 2, 3 })
        {
            TinySen12.Write(TinySen12.Published, Data, Spring, 1, patch);
        }

        File.Delete(TinySen12.Published(Data, Spring, 1, 2, "s2"));
        File.Delete(TinySen12.Published(Data, Spring, 1, 3, "s1"));
        Assert.That(
            () => PatchDataset.Open(Data),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("cloud-free image of ROIs1158_spring_1_p2").And.Message.Contains("ROIs1158_spring_s2/s2_1/ROIs1158_spring_s2_1_p2.tif").And.Message.Contains("1 more"));
        PatchDataset dataset = PatchDataset.Open(Data, new DatasetOptions { Missing = MissingRule.Skip });
        Assert.That(dataset.Items.Select(i => (i.Patch, i.HasSar)), Is.EqualTo(new[] { ((int?)1, true), (3, false) }));
    }

    [Test]
    public void A_season_without_its_SAR_archive_is_read_as_pairs()
    {
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 1);
        TinySen12.Write(TinySen12.Published, Data, Fall, 1, 1);
        Directory.Delete(Path.Combine(Data, Fall + "_s1"), recursive: true);
        Assert.That(PatchDataset.Open(Data).Items.Select(i => (i.Season, i.HasSar)), Is.EqualTo(new[] { ("spring", true), ("fall", false) }));
    }

    [Test]
    public void Patches_whose_published_files_are_broken_are_skipped_by_name()
    {
        TinySen12.Touch(TinySen12.Published, Data, Spring, 31, 684);
        TinySen12.Touch(TinySen12.Published, Data, Spring, 31, 685);
        TinySen12.Touch(TinySen12.Published, Data, "ROIs1868_summer", 146, 202);
        PatchDataset dataset = PatchDataset.Open(Data);
        Assert.That(dataset.Items.Select(i => i.Patch), Is.EqualTo(new[] { 685 }));
        Assert.That(dataset.KnownBroken, Is.EqualTo(new[] { "ROIs1158_spring_31_p684", "ROIs1868_summer_146_p202" }));
    }

    [Test]
    public void A_list_divides_the_flat_layout_and_names_its_own_folders()
    {
        foreach (string part in TinySen12.Parts)
        {
            string folder = part == "s2" ? "free" : part == "s1" ? "radar" : "clouds";
            foreach (string name in new[] { "ROIs1158_spring_1_0.tif", "ROIs1158_spring_1_1.tif", "ROIs1158_spring_2_0.tif", "extra.tif" })
            {
                TinyRasters.WritePart(Path.Combine(Data, folder, name), part);
            }
        }

        File.WriteAllText(_folder["list.csv"], "1\tradar\tfree\tclouds\tROIs1158_spring_1_0.tif\n3\tradar\tfree\tclouds\tROIs1158_spring_1_1.tif\n2\tradar\tfree\tclouds\tROIs1158_spring_2_0.tif\n");
        PatchDataset dataset = PatchDataset.Open(Data, new DatasetOptions { ListFile = _folder["list.csv"] });
        Assert.That(dataset.Items.Select(i => (i.Id, i.Split)), Is.EqualTo(new[]
        {
            ("ROIs1158_spring_1_p0", (DatasetSplit?)DatasetSplit.Train), ("ROIs1158_spring_1_p1", DatasetSplit.Test), ("ROIs1158_spring_2_p0", DatasetSplit.Validation),
        }));
        Assert.That(dataset.Warnings, Has.One.Contains("1 of 2 scenes"));
        File.Delete(Path.Combine(Data, "clouds", "ROIs1158_spring_2_0.tif"));
        Assert.That(
            () => PatchDataset.Open(Data, new DatasetOptions { ListFile = _folder["list.csv"] }),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("clouds/ROIs1158_spring_2_0.tif"));
    }

    [Test]
    public void A_list_divides_the_published_layout_by_the_names_of_patches()
    {
        foreach (int patch in new[] { 1, 2, 3 })
        {
            TinySen12.Touch(TinySen12.Published, Data, Spring, patch, 5);
        }

        File.WriteAllText(_folder["list.csv"], "1, s1, s2_cloudFree, s2_cloudy, ROIs1158_spring_1_p5.tif\n3, s1, s2_cloudFree, s2_cloudy, ROIs1158_spring_3_p5.tif\n");
        PatchDataset dataset = PatchDataset.Open(Data, new DatasetOptions { ListFile = _folder["list.csv"] });
        Assert.That(dataset.Items.Select(i => (i.Roi, i.Split)), Is.EqualTo(new[] { ((int?)1, (DatasetSplit?)DatasetSplit.Train), (3, DatasetSplit.Test) }));
        File.AppendAllText(_folder["list.csv"], "3, s1, s2_cloudFree, s2_cloudy, ROIs1158_spring_9_p5.tif\n");
        Assert.That(
            () => PatchDataset.Open(Data, new DatasetOptions { ListFile = _folder["list.csv"] }),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("ROIs1158_spring_9_p5"));
    }

    [TestCase(DatasetLayout.Sen12MsCr, "ROIs1158_spring_s2_cloudy")]
    [TestCase(DatasetLayout.Flat, "s2_cloudFree")]
    public void A_layout_that_is_not_there_is_refused_with_what_it_looks_like(DatasetLayout layout, string expected)
    {
        Directory.CreateDirectory(Data);
        Assert.That(() => PatchDataset.Open(Data, new DatasetOptions { Layout = layout }), Throws.InstanceOf<CloudlessException>().With.Message.Contains(expected));
    }

    [Test]
    public void A_file_that_is_cut_off_or_has_the_wrong_bands_is_named_when_it_is_read()
    {
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 1);
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 2);
        TinyRasters.Truncate(TinySen12.Published(Data, Spring, 1, 1, "s2_cloudy"));
        TinyRasters.Write(TinySen12.Published(Data, Spring, 1, 2, "s1"), 1, TinyRasters.Backscatter, SampleType.Float32);
        PatchDataset dataset = PatchDataset.Open(Data);
        Assert.That(() => dataset.Read(dataset.Items[0]), Throws.InstanceOf<UnsupportedProductException>().With.Message.Contains("s2_cloudy_1_p1.tif").And.Message.Contains("cut off"));
        Assert.That(() => dataset.Read(dataset.Items[1]), Throws.InstanceOf<BandMissingException>().With.Message.Contains("s1_1_p2.tif").And.Message.Contains("1 bands"));
    }
}
