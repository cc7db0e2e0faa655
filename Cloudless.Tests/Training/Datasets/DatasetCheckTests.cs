using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class DatasetCheckTests
{
    private const string Spring = "ROIs1158_spring";
    private TemporaryFolder _folder = null!;

    private string Data => _folder["data"];

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 1, cloudUntil: 0);
        TinySen12.Write(TinySen12.Published, Data, Spring, 1, 2, cloudUntil: 16);
        TinySen12.Write(TinySen12.Published, Data, Spring, 106, 1, cloudUntil: 16);
        TinySen12.Write(TinySen12.Published, Data, "ROIs1970_fall", 65, 1, cloudUntil: 16);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void A_whole_dataset_is_counted_by_part_season_and_scene_with_its_cloud_cover()
    {
        JsonElement report = CliRun.Of("dataset", "check", Data, "--json", "-q").Succeeded().Json();
        Assert.Multiple(() =>
        {
            Assert.That(Counts(report, "splits"), Is.EqualTo(new[] { "train 2 1 2", "validation 1 1 1", "test 1 1 1" }));
            Assert.That(Counts(report, "seasons"), Is.EqualTo(new[] { "spring 3 2 3", "fall 1 1 1" }));
            Assert.That(Counts(report, "scenes"), Is.EqualTo(new[] { $"{Spring}_1 2 1 2", $"{Spring}_106 1 1 1", "ROIs1970_fall_65 1 1 1" }));
            // One image without a cloud and three under one from edge to edge.
            Assert.That(Numbers(report, "cloudyCover"), Is.EqualTo(new[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 3 }));
            Assert.That(Numbers(report, "clearCover"), Is.EqualTo(new[] { 4, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
            Assert.That(report.GetProperty("problems").GetInt32(), Is.Zero);
        });
    }

    [Test]
    public void Everything_that_is_wrong_is_found_at_once_and_ends_in_exit_code_1()
    {
        foreach (int patch in new[] { 11, 12, 13, 14, 15, 16 })
        {
            TinySen12.Write(TinySen12.Published, Data, Spring, 1, patch);
        }

        File.Delete(Path(11, "s2_cloudy"));
        TinyRasters.Truncate(Path(12, "s2"));
        TinyRasters.Write(Path(13, "s2_cloudy"), 12, TinyRasters.Ground);
        TinyRasters.Write(Path(14, "s1"), 2, TinyRasters.Backscatter, SampleType.Float32, width: 8);
        TinyRasters.Write(Path(15, "s1"), 2, (c, y, x) => y == 0 ? float.NaN : TinyRasters.Backscatter(c, y, x), SampleType.Float32);
        TinyRasters.Write(Path(16, "s1"), 2, (_, _, _) => 0.05f, SampleType.Float32);
        CliRun run = CliRun.Of("dataset", "check", Data, "--json", "-q");
        JsonElement report = run.Json();
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(1));
            Assert.That(First(report, "missing", "expected"), Is.EqualTo("ROIs1158_spring_s2_cloudy/s2_cloudy_1/ROIs1158_spring_s2_cloudy_1_p11.tif"));
            Assert.That(report.GetProperty("broken").EnumerateArray().Select(b => b.GetProperty("path").GetString()), Is.EquivalentTo(new[] { Path(12, "s2"), Path(16, "s1") }));
            Assert.That(First(report, "wrongBands", "reason"), Does.Contain("found 12 bands, expected 13"));
            Assert.That(First(report, "mismatched", "reason"), Does.Contain("SAR image is [2,16,8]"));
            Assert.That(First(report, "nan", "path"), Is.EqualTo(Path(15, "s1")));
            Assert.That(report.GetProperty("nan")[0].GetProperty("samples").GetInt32(), Is.EqualTo(32));
            Assert.That(report.GetProperty("problems").GetInt32(), Is.EqualTo(5), "NaN is no problem: a rule deals with it");
        });
    }

    [Test]
    public void The_table_names_files_and_says_what_to_do()
    {
        File.Delete(Path(2, "s1"));
        CliRun run = CliRun.Of("dataset", "check", Data, "--names-only");
        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("SEN12MS-CR as published").And.Contain("1 files are missing").And.Contain($"{Spring}_1_p2: SAR").And.Contain("pixels were not read").And.Contain("1 problems"));
        Assert.That(CliRun.Of("dataset", "check", Data, "--names-only", "--missing", "skip").Succeeded().Out, Does.Contain("nothing is broken"));
    }

    [Test]
    public void A_split_that_leaks_is_told()
    {
        CliRun run = CliRun.Of("dataset", "check", Data, "--names-only", "--split", "random", "--json").Succeeded();
        Assert.That(run.Json().GetProperty("split").GetString(), Does.Contain("by patch, 0.5 of all"));
        File.WriteAllLines(_folder["l.csv"], ["1,s1,s2,s2_cloudy,ROIs1158_spring_1_p1.tif", "3,s1,s2,s2_cloudy,ROIs1158_spring_1_p2.tif"]);
        Assert.That(CliRun.Of("dataset", "check", Data, "--names-only", "--list", _folder["l.csv"]).Succeeded().Out, Does.Contain("warning: 1 of 1 scenes stand both"));
    }

    [Test]
    public void The_table_of_covers_spares_training_the_look()
    {
        string covers = _folder["covers.csv"];
        _ = CliRun.Of("dataset", "check", Data, "--covers", covers, "-q").Succeeded();
        PatchDataset dataset = PatchDataset.Open(Data, new DatasetOptions { CoversFile = covers });
        Assert.That(dataset.Items.Select(i => (i.CloudCover, i.TargetCover)), Is.EqualTo(new (double?, double?)[] { (0, 0), (1, 0), (1, 0), (1, 0) }));
        Assert.That(CliRun.Of("dataset", "check", Data, "--covers", covers, "-q").Error, Does.Contain("--overwrite"));
        File.WriteAllText(covers, "source,id,cloudy,clear\nx,y,2,0\n");
        Assert.That(() => PatchDataset.Open(Data, new DatasetOptions { CoversFile = covers }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("line 2"));
    }

    [Test]
    public void Broken_images_of_a_plain_folder_are_findings_too()
    {
        string folder = _folder["plain"];
        foreach (string id in new[] { "a", "b", "c" })
        {
            TinyRasters.WritePart(System.IO.Path.Combine(folder, id + "_s2_cloudy.tif"), "s2_cloudy");
            TinyRasters.WritePart(System.IO.Path.Combine(folder, id + "_s2_clear.tif"), "s2");
        }

        File.WriteAllText(System.IO.Path.Combine(folder, "a_s2_clear.tif"), "no image");
        File.Delete(System.IO.Path.Combine(folder, "b_s2_clear.tif"));
        JsonElement report = CliRun.Of("dataset", "check", folder, "--json", "-q").Json();
        Assert.That(report.GetProperty("patches").GetInt32(), Is.EqualTo(1));
        Assert.That(First(report, "broken", "path"), Does.EndWith("a_s2_clear.tif"));
        Assert.That(First(report, "missing", "patch"), Is.EqualTo("b"));
    }

    [Test]
    public void A_folder_without_data_is_an_error()
    {
        Directory.CreateDirectory(_folder["empty"]);
        CliRun run = CliRun.Of("dataset", "check", _folder["empty"]);
        Assert.That((run.Code, run.Out), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain("no dataset found"));
        Assert.That(CliRun.Of("dataset", "check", _folder["no-such"]).Error, Does.Contain("no such folder"));
    }

    [TestCase("dataset", "check")]
    [TestCase("dataset", "check", "d", "--split", "half")]
    [TestCase("dataset", "check", "d", "--split", "random", "--list", "l.csv")]
    [TestCase("dataset", "check", "d", "--layout", "3")]
    public void Wrong_lines_are_usage_errors(params string[] args) => Assert.That(CliRun.Of(args).Code, Is.EqualTo(2));

    private string Path(int patch, string part) => TinySen12.Published(Data, Spring, 1, patch, part);

    private static string[] Counts(JsonElement report, string kind) =>
        [.. report.GetProperty(kind).EnumerateArray().Select(c => $"{c.GetProperty("name").GetString()} {c.GetProperty("patches")} {c.GetProperty("scenes")} {c.GetProperty("withSar")}")];

    private static int[] Numbers(JsonElement report, string name) => [.. report.GetProperty(name).EnumerateArray().Select(c => c.GetInt32())];

    private static string? First(JsonElement report, string kind, string name) => report.GetProperty(kind)[0].GetProperty(name).GetString();
}
