using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;

namespace Cloudless.Tests.Training.Evaluation;

[TestFixture]
public class ComparisonTests
{
    private TemporaryFolder _folder = null!;

    private string Data => _folder["data"];

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Models_stand_beside_the_cloudy_input_in_every_table()
    {
        WriteTestScene();
        CliRun run = CliRun.Of("evaluate", "--data", Data, "--model", RandomModel.Write(_folder), "--model", RandomModel.Write(_folder, sar: false), "-q").Succeeded();
        string[] tables = ["Meraner et al. 2020 (dsen2-cr)", "Ebel et al. 2023 (UnCRtainTS)", "nRMSE by band", "PSNR in dB by cloud cover"];
        string[] methods = ["cloudy input", "random: composite", "random: network", "random-nosar: composite", "random-nosar: network"];
        string[] lines = run.Out.Split('\n');
        Assert.That(lines.Where(tables.Contains), Is.EqualTo(tables));
        Assert.That(lines.Select(l => methods.FirstOrDefault(l.StartsWith)).OfType<string>(), Is.EqualTo(Enumerable.Repeat(methods, 4).SelectMany(m => m)));
    }

    [Test]
    public void Only_the_test_part_is_judged_where_the_data_is_divided()
    {
        WriteTestScene();
        TinySen12.Write(TinySen12.Published, Data, "ROIs1158_spring", 1, 30);
        string model = RandomModel.Write(_folder);
        Assert.That(Patches("--model", model), Is.EqualTo(new[] { "ROIs1158_spring_106_p30", "ROIs1158_spring_106_p31" }));
        Assert.That(Patches("--model", model, "--part", "train"), Is.EqualTo(new[] { "ROIs1158_spring_1_p30" }));
        Assert.That(Patches("--model", model, "--part", "all"), Has.Length.EqualTo(3));
    }

    [Test]
    public void The_figures_of_the_cloudy_input_are_those_of_the_images()
    {
        WriteTestScene();
        JsonElement report = Run("--model", RandomModel.Write(_folder)).Json();
        JsonElement cloudy = report.GetProperty("summaries")[0];

        // The left halves are 6000 DN (B10 100) against 800 + 40 b and a texture of 0 .. 49 (B10 5); nothing else differs.
        double expected = 0;
        for (int c = 0; c < 13; c++)
        {
            for (int y = 0; y < TinyRasters.Side; y++)
            {
                for (int x = 0; x < TinyRasters.Side / 2; x++)
                {
                    expected += Math.Abs(TinyRasters.Clouded(TinyRasters.Side / 2)(c, y, x) - TinyRasters.Ground(c, y, x)) / 10_000 / (13 * TinyRasters.Side * TinyRasters.Side);
                }
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(cloudy.GetProperty("method").GetString(), Is.EqualTo("cloudy input"));
            Assert.That(cloudy.GetProperty("patches").GetInt32(), Is.EqualTo(2));
            Assert.That(cloudy.GetProperty("maeTarget").GetDouble(), Is.EqualTo(expected).Within(1e-9));
            Assert.That(cloudy.GetProperty("maeReproduction").GetDouble(), Is.Zero);
            Assert.That(cloudy.GetProperty("bandRmse").GetArrayLength(), Is.EqualTo(13));
        });
    }

    [Test]
    public void The_folder_gets_a_table_of_patches_figures_and_a_page_that_needs_nothing_else()
    {
        WriteTestScene();
        Run("--model", RandomModel.Write(_folder), "--out", _folder["out"]);
        string[] csv = File.ReadAllLines(_folder["out/patches.csv"]);
        string html = File.ReadAllText(_folder["out/report.html"]);
        Assert.Multiple(() =>
        {
            Assert.That(csv, Has.Length.EqualTo(1 + (2 * 3)));
            Assert.That(csv[1].Split(',')[..3], Is.EqualTo(new[] { "ROIs1158_spring_106_p30", "ROIs1158_spring_106", "cloudy input" }));
            Assert.That(csv.Select(l => l.Split(',').Length), Is.All.EqualTo(15));
            Assert.That(html, Does.Contain("<svg").And.Contain("data:image/png;base64,").And.Not.Contain("http"));
            Assert.That(html.Split("<h3>"), Has.Length.EqualTo(3));
            Assert.That(() => JsonDocument.Parse(File.ReadAllText(_folder["out/report.json"])), Throws.Nothing);
        });
        CliRun again = CliRun.Of("evaluate", "--data", Data, "--out", _folder["out"], "-q");
        Assert.That(again.Code, Is.EqualTo(1));
        Assert.That(again.Error, Does.Contain("exists"));
    }

    [Test]
    public void Figures_do_not_depend_on_the_number_of_threads()
    {
        WriteTestScene();
        string model = RandomModel.Write(_folder);
        Assert.That(Run("--model", model, "--threads", "1").Out, Is.EqualTo(Run("--model", model, "--threads", "3").Out));
    }

    [Test]
    public void A_series_is_judged_against_its_clearest_date_with_mosaicing_beside_the_least_cloudy_date()
    {
        // Clear is date 2; of the dates before and after it, 0 is half covered on the left, 1 wholly, 3 a quarter.
        int[] cloudUntil = [8, 16, 0, 4];
        for (int t = 0; t < cloudUntil.Length; t++)
        {
            TinyRasters.Write(SeriesFile("s2", t), 13, TinyRasters.Clouded(cloudUntil[t]));
            TinyRasters.Write(SeriesFile("s1", t), 2, TinyRasters.Backscatter, SampleType.Float32);
        }

        JsonElement report = Run("--model", RandomModel.Write(_folder)).Json();
        JsonElement[] summaries = [.. report.GetProperty("summaries").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(summaries.Select(s => s.GetProperty("method").GetString()), Is.EqualTo(new[] { "cloudy input", "mosaicing", "random: composite", "random: network" }));
            Assert.That(report.GetProperty("split").GetString(), Does.Contain("clearest date"));
            Assert.That(report.GetProperty("scores")[0].GetProperty("cloudCover").GetDouble(), Is.LessThan(0.6), "the least cloudy of the three dates");
        });
    }

    [TestCase("--model", "m.onnx")]
    [TestCase("--target", "t.tif", "--data", "d", "--prediction", "p.tif")]
    public void Options_of_images_and_of_datasets_do_not_mix(params string[] args) => Assert.That(CliRun.Of(["evaluate", .. args]).Code, Is.EqualTo(2));

    [Test]
    public void Data_without_a_patch_to_judge_is_an_error_that_says_so()
    {
        WriteTestScene();
        CliRun run = CliRun.Of("evaluate", "--data", Data, "--model", RandomModel.Write(_folder), "--fold", "2", "-q");
        Assert.That((run.Code, run.Error.Contains("no patch with a cloudy image", StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
    }

    [Test]
    public void On_the_real_triplets_the_cloudy_input_has_the_published_figures()
    {
        string data = TestData.Require("sen12mscr_triplets");
        string[][] published = [.. File.ReadLines(Path.Combine(data, "summary.csv")).Skip(1).Select(l => l.Split(','))];
        JsonElement report = CliRun.Of("evaluate", "--data", data, "--model", RandomModel.Write(_folder, features: 2), "--json", "-q").Succeeded().Json();
        Dictionary<string, JsonElement> cloudy = report.GetProperty("scores").EnumerateArray().Where(s => s.GetProperty("method").GetString() == "cloudy input")
            .ToDictionary(s => s.GetProperty("patch").GetString()!, s => s.GetProperty("metrics").GetProperty("all"));
        Assert.Multiple(() =>
        {
            // The table was made without clipping, as no published loader does: rows of images with DN above 10000 differ. It has five digits.
            string[][] comparable = [.. published.Where(row => Maximum(data, row[0]) <= 10_000)];
            Assert.That(comparable, Has.Length.EqualTo(8));
            foreach (string[] row in comparable)
            {
                Assert.That(cloudy[row[0]].GetProperty("mae").GetDouble(), Is.EqualTo(double.Parse(row[9], System.Globalization.CultureInfo.InvariantCulture)).Within(6e-6), row[0]);
                Assert.That(cloudy[row[0]].GetProperty("psnr").GetDouble(), Is.EqualTo(double.Parse(row[11], System.Globalization.CultureInfo.InvariantCulture)).Within(6e-5), row[0]);
            }
        });
    }

    private static float Maximum(string data, string id) =>
        new[] { "cloudy", "clear" }.Max(part => RealImages.Read<float>(Path.Combine(data, $"{id}_s2_{part}.tif")).Data.Max());

    private void WriteTestScene()
    {
        TinySen12.Write(TinySen12.Published, Data, "ROIs1158_spring", 106, 30);
        TinySen12.Write(TinySen12.Published, Data, "ROIs1158_spring", 106, 31);
    }

    private CliRun Run(params string[] more) => CliRun.Of(["evaluate", "--data", Data, "--json", "-q", .. more]).Succeeded();

    private string[] Patches(params string[] more) =>
        [.. Run(more).Json().GetProperty("scores").EnumerateArray().Select(s => s.GetProperty("patch").GetString()!).Distinct()];

    private string SeriesFile(string mode, int t)
    {
        string date = new DateOnly(2018, 1, 1).AddDays(t).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return Path.Combine(Data, "ROIs1868", "119", mode.ToUpperInvariant(), $"{t}", $"{mode}_ROIs1868_119_ImgNo_{t}_{date}_patch_0.tif");
    }
}
