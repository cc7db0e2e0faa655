using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Networks;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Training.Temporal.Sources;

namespace Cloudless.Tests.Cli;

internal sealed class EvaluateSeriesCommandTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make()
    {
        _folder = new TemporaryFolder();
        TinyArrays.Write(Path.Combine(_folder["data"], "place"));
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void A_network_and_a_baseline_are_judged_on_arrays_with_and_without_radar_into_a_page_that_loads_nothing()
    {
        SequenceToPointTests.Make(new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 2, Blocks = 1 }, Features = 2 }, -11).Save(_folder["m.onnx"]);
        CliRun run = Run("--method", "mosaic", "--model", _folder["m.onnx"], "--sar", "both", "--out", _folder["out"]).Succeeded();
        string page = File.ReadAllText(Path.Combine(_folder["out"], "report.html")), scores = File.ReadAllText(Path.Combine(_folder["out"], "scores.csv"));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder["out"], "report.json")));
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain("seq2point with S1").And.Contain("seq2point without S1").And.Contain("What Sentinel-1 adds"));
            Assert.That(run.Error, Does.Contain("B02 B03 B04 B05 B06 B07 B08 B8A B11 B12").And.Contain("stand-ins for B01, B09, B10"));
            Assert.That(page, Does.Contain("<td>mosaic</td>").And.Contain("stand-ins").And.Not.Contain("http://").And.Not.Contain("https://"));
            Assert.That(scores.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1 + (2 * 3)));
            Assert.That(report.RootElement.GetProperty("scores").GetArrayLength(), Is.EqualTo(6));
            Assert.That(report.RootElement.GetProperty("options").GetProperty("sar").GetString(), Is.EqualTo("both"));
        });
        Assert.That(Run("--method", "mosaic", "--out", _folder["out"]).Error, Does.Contain("exists"));
    }

    [Test]
    public void What_is_named_twice_is_judged_once_and_networks_of_one_file_name_are_told_apart()
    {
        foreach (string folder in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_folder[folder]);
            SequenceToPointTests.Make(new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 2, Blocks = 1 }, Features = 2 }, -11).Save(Path.Combine(_folder[folder], "m.onnx"));
        }

        string first = Path.Combine(_folder["a"], "m.onnx"), second = Path.Combine(_folder["b"], "m.onnx");
        Run("--dates", "3", "--method", "mosaic", "--method", "mosaic", "--model", first, "--model", first, "--model", second, "--sar", "off", "--out", _folder["out"]).Succeeded();
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder["out"], "report.json")));
        string[] methods = [.. report.RootElement.GetProperty("scores").EnumerateArray().Select(s => s.GetProperty("method").GetString()!)];
        Assert.That(methods, Is.EquivalentTo(new[] { "mosaic", "mosaic", $"seq2point {first}", $"seq2point {first}", $"seq2point {second}", $"seq2point {second}" }), "two trials each");
    }

    [Test]
    public void A_network_that_is_not_there_is_told_before_data_are_read()
    {
        string none = _folder["none.onnx"];
        Assert.That(CliRun.Of("evaluate-series", "--data", _folder["no-data"], "--model", none).Error, Does.Contain(none).And.Not.Contain("no-data"));
    }

    [Test]
    public void A_run_that_fails_leaves_no_folder_behind()
    {
        string place = Path.Combine(_folder["new"], "deep");
        CliRun run = CliRun.Of("evaluate-series", "--data", _folder["data"], "--dates", "100", "--out", place);
        Assert.That((run.Code, run.Error.Contains("judged")), Is.EqualTo((ExitCodes.Failure, false)), run.Error);
        Assert.That(Directory.Exists(_folder["new"]), Is.False);
        Directory.CreateDirectory(_folder["kept"]);
        CliRun.Of("evaluate-series", "--data", _folder["data"], "--dates", "100", "--out", _folder["kept"]);
        Assert.That(Directory.EnumerateFileSystemEntries(_folder["kept"]), Is.Empty, "it was there before");
    }

    [Test]
    public void An_empty_folder_is_called_empty()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Assert.That(CliRun.Of("evaluate-series", "--data", _folder["empty"]).Error, Does.Contain("is empty").And.Contain("*.SAFE").And.Not.Contain("ncomplete"));
    }

    [Test]
    public void Options_of_the_other_detector_and_radar_beside_that_of_the_data_are_refused()
    {
        Assert.That(Run("--detector-model", "m.txt").Error, Does.Contain("--detector s2cloudless"));
        Assert.That(Run("--detector", "raster").Code, Is.EqualTo(ExitCodes.Usage));
        Assert.That(Run("--s1", "radar").Error, Does.Contain("Sentinel-1 of its own"));
    }

    private CliRun Run(params string[] more) => CliRun.Of(["evaluate-series", "--data", _folder["data"], "--dates", "3", "--seeds", "1", "--trials", "2", .. more]);
}
