using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class FolderLayoutTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("cloudless-data-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_plain_layout_is_read_from_the_folder_itself_with_and_without_SAR()
    {
        Write(_folder, "a_s2_cloudy.tif", 13, (c, i) => 4000 + c);
        Write(_folder, "a_s2_clear.tif", 13, (c, i) => (c == 10 ? 5 : 800) + i);
        Write(_folder, "a_s1.tif", 2, (c, i) => i == 0 ? float.NaN : i == 1 ? 0 : i == 2 && c == 0 ? 0 : -10 - c);
        Write(_folder, "b_s2_cloudy.tif", 13, (c, i) => 4000);
        Write(_folder, "b_s2_clear.tif", 13, (c, i) => 800);
        IReadOnlyList<Sample> samples = ReadAll(_folder);
        Assert.Multiple(() =>
        {
            Assert.That(samples.Select(s => (s.Id, s.Sar is not null, s.Fold)), Is.EqualTo(new[] { ("a", true, (int?)null), ("b", false, null) }));
            Assert.That(samples[0].Input!.Channel(12)[5], Is.EqualTo(4012));
            Assert.That(samples[0].Target.Channel(3)[7], Is.EqualTo(807));
            // Gaps are those of use: not finite, or 0 in both bands; a 0 in one band is a bright target.
            Assert.That(samples[0].Sar!.Channel(0)[..4].ToArray(), Is.EqualTo(new[] { SarFill.Vv, SarFill.Vv, 0f, -10f }));
            Assert.That(samples[0].Sar!.Channel(1)[..4].ToArray(), Is.EqualTo(new[] { SarFill.Vh, SarFill.Vh, -11f, -11f }));
        });
    }

    [Test]
    public void Folds_come_from_the_table_in_the_folder_above_and_neighbors_share_their_scene()
    {
        string set = Directory.CreateDirectory(Path.Combine(_folder, "set")).FullName;
        foreach (string id in new[] { "ROIs1970_fall_136_p100", "ROIs1970_fall_136_p101", "7" })
        {
            Write(set, id + "_s2_cloudy.tif", 13, (c, i) => 4000);
            Write(set, id + "_s2_cloudfree.tif", 13, (c, i) => 800);
        }

        File.WriteAllText(Path.Combine(_folder, "folds.csv"), "set,id,group,fold\nset,7,X,2\n");
        PatchDataset folder = PatchDataset.Open(_folder);
        Assert.That(
            folder.Items.Select(s => (s.Id, s.Group, s.Fold)),
            Is.EqualTo(new[] { ("7", "X", (int?)2), ("ROIs1970_fall_136_p100", "ROIs1970_fall_136", null), ("ROIs1970_fall_136_p101", "ROIs1970_fall_136", null) }));
    }

    [Test]
    public void The_offset_of_baseline_4_is_removed_where_the_cirrus_band_shows_it()
    {
        Write(_folder, "x_S2L1C.tif", 13, (c, i) => c == 10 ? 1005 : 1500, SampleType.Int16);
        Write(_folder, "y_S2L1C.tif", 13, (c, i) => c == 10 ? 5 : 1500, SampleType.Int16);
        IReadOnlyList<Sample> samples = ReadAll(_folder);
        Assert.That(samples.Select(s => (s.Id, s.Target.Channel(10)[0], s.Target.Channel(0)[0], s.Input is null)), Is.EqualTo(new[] { ("x", (short)5, (short)500, true), ("y", (short)5, (short)1500, true) }));
    }

    [Test]
    public void What_cannot_be_used_is_named()
    {
        Assert.That(() => ReadAll(Path.Combine(_folder, "missing")), Throws.InstanceOf<CloudlessException>().With.Message.Contains("missing"));
        Assert.That(() => ReadAll(_folder), Throws.InstanceOf<CloudlessException>().With.Message.Contains("no training sample"));
        Write(_folder, "a_s2_cloudy.tif", 13, (c, i) => 1);
        Assert.That(() => ReadAll(_folder), Throws.InstanceOf<CloudlessException>().With.Message.Contains("a_s2_clear.tif"));
        Write(_folder, "a_s2_clear.tif", 12, (c, i) => 1);
        Assert.That(() => ReadAll(_folder), Throws.InstanceOf<BandMissingException>().With.Message.Contains("12 bands"));
    }

    [TestCase("a_s2_clear.tif")]
    [TestCase("a_s2_cloudfree.tif")]
    public void A_cloud_free_image_without_its_cloudy_one_is_missing_a_partner(string clear)
    {
        Write(_folder, "b_s2_cloudy.tif", 13, (c, i) => 4000);
        Write(_folder, "b_s2_clear.tif", 13, (c, i) => 800);
        Write(_folder, clear, 13, (c, i) => 800);
        Assert.That(() => PatchDataset.Open(_folder), Throws.InstanceOf<CloudlessException>().With.Message.Contains("the cloudy image of a is missing; expected a_s2_cloudy.tif"));
        Assert.That(PatchDataset.Open(_folder, new DatasetOptions { Missing = MissingRule.Skip }).Items.Select(i => i.Id), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void The_real_folder_gives_triplets_pairs_dates_and_tiles_and_its_folds()
    {
        PatchDataset folder = PatchDataset.Open(Path.GetDirectoryName(TestData.Require("sen12mscr_triplets"))!);
        ILookup<string, PatchItem> sets = folder.Items.ToLookup(s => s.Source);
        Assert.Multiple(() =>
        {
            Assert.That(sets["sen12mscr_triplets"].Count(s => s.HasSar && s.HasInput), Is.EqualTo(11));
            Assert.That(sets["sen12mscr_georeferenced"].Count(), Is.EqualTo(2));
            Assert.That(sets["sen12mscr_pairs_nosar"].Count(s => !s.HasSar && s.Fold is null), Is.EqualTo(14));
            Assert.That(sets["sen12mscrts_30dates"].Count(s => s.HasInput), Is.GreaterThanOrEqualTo(10));
            Assert.That(sets["s1_s2_lulc_tiles"].Count(s => !s.HasInput && s.HasSar), Is.GreaterThanOrEqualTo(4));
            Assert.That(folder.Read(sets["s1_s2_lulc_tiles"]).All(s => s.Target.Channel(10).ToArray().Min() < 100), Is.True, "the offset is gone");
            Assert.That(folder.Items.GroupBy(s => s.Fold).Where(g => g.Key is not null).Select(g => g.Count()), Is.EquivalentTo(new[] { 3, 5, 5 }));
            Assert.That(folder.Skipped, Does.Contain("s1_s2_timeseries"));
        });
        foreach (int fold in new[] { 1, 2, 3 })
        {
            var set = new TrainingSet(folder, fold);
            TestContext.Out.WriteLine($"fold {fold}: {set.Description}");
            HashSet<string> held = [.. folder.Items.Where(s => s.Fold == fold).Select(s => s.Group)];
            Assert.That(set.Items.Any(s => held.Contains(s.Group)), Is.False);
        }
    }

    private static Sample[] ReadAll(string folder)
    {
        PatchDataset dataset = PatchDataset.Open(folder);
        return [.. dataset.Read(dataset.Items)];
    }

    private static void Write(string folder, string name, int bands, Func<int, int, float> value, SampleType type = SampleType.Float32)
    {
        var raster = new Raster<float>(bands, 8, 8);
        for (int c = 0; c < bands; c++)
        {
            for (int i = 0; i < 64; i++)
            {
                raster.Channel(c)[i] = value(c, i);
            }
        }

        using RasterWriter writer = RasterWriter.Create(
            Path.Combine(folder, name), new RasterProfile { Width = 8, Height = 8, BandCount = bands, SampleType = type });
        writer.Write(raster);
        writer.Commit();
    }
}
