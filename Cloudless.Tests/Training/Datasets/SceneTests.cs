using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Layouts;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class SceneTests
{
    private const int Patch = 16;
    private static readonly DatasetOptions Options = new() { PatchSize = Patch };
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase(48, 32, new[] { 0, 8, 16, 24, 32 }, new[] { 0, 8, 16 })]
    [TestCase(37, 16, new[] { 0, 8, 16, 21 }, new[] { 0 })]
    [TestCase(40, 10, new[] { 0, 8, 16, 24 }, new[] { 0 })]
    public void Windows_overlap_by_half_and_leave_nothing_out(int width, int height, int[] columns, int[] rows)
    {
        Window[] windows = [.. SceneWindows.Of(width, height, Patch)];
        Assert.That(windows.Select(w => (w.Row, w.Column)), Is.EqualTo(rows.SelectMany(r => columns.Select(c => (r, c)))));
        Assert.That(windows.All(w => w.FitsIn(width, height) && w.Width == Patch && w.Height == Math.Min(Patch, height)), Is.True);
    }

    [Test]
    public void A_scene_becomes_patches_whose_images_lie_over_each_other()
    {
        WriteScene("a", 0, sarScale: 2);
        PatchDataset dataset = PatchDataset.Open(_folder["data"], Options);
        Assert.That(dataset.Items, Has.Count.EqualTo(5 * 3));
        PatchItem item = dataset.Items.Single(i => i.Id == "a_r8_c24");
        Sample sample = dataset.Read(item);
        Assert.Multiple(() =>
        {
            Assert.That((item.Group, item.Patch, item.HasSar), Is.EqualTo(("a", 8, true)));
            Assert.That(sample.Target[2, 3, 4], Is.EqualTo((short)TinyRasters.Ground(2, 11, 28)));
            Assert.That(sample.Input![2, 3, 4], Is.EqualTo((short)TinyRasters.Ground(2, 11, 28)), "right of the cloud");
            Assert.That(dataset.Read(dataset.Items[0]).Input![2, 3, 4], Is.EqualTo(6000), "under the cloud");
            // SAR of twice the pixel size falls off to the right by 0.1 dB a meter's tenth; interpolated in power it stays within 0.1 dB of the line.
            Assert.That(sample.Sar![0, 3, 4], Is.EqualTo(-10 - (0.1 * 28.5)).Within(0.1));
        });
    }

    [Test]
    public void An_image_up_to_twice_a_patch_stays_whole()
    {
        TinyRasters.Write(Data("a_s2_cloudy.tif"), 13, TinyRasters.Clouded(8), width: 32, height: 32);
        TinyRasters.Write(Data("a_s2_clear.tif"), 13, TinyRasters.Ground, width: 32, height: 32);
        Assert.That(PatchDataset.Open(_folder["data"], Options).Items.Select(i => i.Id), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Scenes_are_divided_whole_and_those_of_the_same_ground_together()
    {
        for (int i = 0; i < 6; i++)
        {
            // b lies half over a, all others apart.
            WriteScene($"{(char)('a' + i)}", i == 1 ? 240 : i * 1000);
        }

        PatchDataset dataset = PatchDataset.Open(_folder["data"], Options);
        Dictionary<string, DatasetSplit?> parts = dataset.Items.GroupBy(i => i.Id[..1]).ToDictionary(g => g.Key, g => g.Select(i => i.Split).Distinct().Single());
        Assert.Multiple(() =>
        {
            Assert.That(dataset.Items.Select(i => i.Group).Distinct(), Is.EqualTo(new[] { "a", "c", "d", "e", "f" }));
            Assert.That(parts["b"], Is.EqualTo(parts["a"]));
            Assert.That(parts.Values.Distinct(), Is.EquivalentTo(new DatasetSplit?[] { DatasetSplit.Train, DatasetSplit.Validation, DatasetSplit.Test }));
            Assert.That(dataset.Warnings, Is.Empty);
        });
    }

    [Test]
    public void Scenes_of_the_same_ground_count_as_one_in_whatever_folder_and_fold_they_lie()
    {
        WriteScene("2023/a", 0);
        WriteScene("2024/b", 240);
        WriteScene("2024/c", 5000);
        Assert.That(Groups(), Is.EqualTo(new[] { ("a", "a"), ("b", "a"), ("c", "c") }));
        File.WriteAllText(Data("folds.csv"), "set,id,group,fold\n2024,b,X,1\n");
        Assert.That(Groups(), Is.EqualTo(new[] { ("a", "X"), ("b", "X"), ("c", "c") }));
        Assert.That(new TrainingSet(PatchDataset.Open(_folder["data"], Options), heldOutFold: 1).Items.Select(i => i.Group).Distinct(), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public void Scenes_of_one_name_in_two_folders_are_taken_for_one_place()
    {
        WriteScene("2023/a", 0);
        WriteScene("2024/a", 5000);
        Assert.That(Groups().Distinct(), Is.EqualTo(new[] { ("a", "a") }));
    }

    [Test]
    public void One_scene_is_all_trained_on_and_that_is_said()
    {
        WriteScene("a", 0);
        PatchDataset dataset = PatchDataset.Open(_folder["data"], Options);
        Assert.That(dataset.Items.All(i => i.Split == DatasetSplit.Train), Is.True);
        Assert.That(dataset.Warnings, Has.One.Contains("too few to divide"));
    }

    [Test]
    public void Patches_beyond_the_edge_of_the_data_are_not_trained_on()
    {
        // The right half of the scene is empty, and carries no offset although the left half does.
        WriteScene("a", 0, value: (c, y, x) => x >= 24 ? 0 : c == Sentinel2Band.B10.Index ? 1004 : 1000 + TinyRasters.Ground(c, y, x));
        PatchDataset dataset = PatchDataset.Open(_folder["data"], Options);
        Sample edge = dataset.Read(dataset.Items.Single(i => i.Id == "a_r0_c16"));
        Assert.That((edge.Target[2, 0, 0], edge.Target[2, 0, 8]), Is.EqualTo(((short)TinyRasters.Ground(2, 0, 16), (short)0)));
        Assert.That(new TrainingSet(dataset).Items.Select(i => i.Id.Split('_')[2]).Distinct(), Is.EqualTo(new[] { "c0", "c8" }));
    }

    [Test]
    public void Scenes_of_different_grids_and_missing_partners_are_refused_by_name()
    {
        WriteScene("a", 0);
        TinyRasters.Write(Data("a_s2_cloudy.tif"), 13, TinyRasters.Clouded(8), width: 40, height: 32);
        Assert.That(() => PatchDataset.Open(_folder["data"], Options), Throws.InstanceOf<CloudlessException>().With.Message.Contains("another grid than a_s2_clear.tif"));
        File.Delete(Data("a_s2_clear.tif"));
        Assert.That(() => PatchDataset.Open(_folder["data"], Options), Throws.InstanceOf<CloudlessException>().With.Message.Contains("a_s2_clear.tif"));
    }

    private (string Scene, string Group)[] Groups() => [.. PatchDataset.Open(_folder["data"], Options).Items.Select(i => (i.Id[..1], i.Group)).Distinct()];

    private void WriteScene(string id, double east, int sarScale = 1, Func<int, int, int, float>? value = null)
    {
        RasterProfile place = Place(east, 10);
        TinyRasters.Write(Data(id + "_s2_cloudy.tif"), 13, value ?? TinyRasters.Clouded(20), width: 48, height: 32, place: place);
        TinyRasters.Write(Data(id + "_s2_clear.tif"), 13, value ?? TinyRasters.Ground, width: 48, height: 32, place: place);
        TinyRasters.Write(
            Data(id + "_s1.tif"), 2, (c, _, x) => -10 - (8 * c) - (0.1f * (x + 0.5f) * sarScale), SampleType.Float32, 48 / sarScale, 32 / sarScale, Place(east, 10 * sarScale));
    }

    private string Data(string name) => Path.Combine(_folder["data"], name);

    private static RasterProfile Place(double east, double pixel) => new()
    {
        Width = 1, Height = 1, BandCount = 1, SampleType = SampleType.UInt8, Crs = "EPSG:32631", Transform = [500_000 + east, pixel, 0, 5_000_000, 0, -pixel],
    };
}
