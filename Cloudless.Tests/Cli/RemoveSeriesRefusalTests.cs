using Cloudless.Cli.Hosting;
using Cloudless.Tests.Temporal.Scenes;

namespace Cloudless.Tests.Cli;

/// <summary>What remove-series does not do, and what it says then.</summary>
internal sealed class RemoveSeriesRefusalTests
{
    private TemporaryFolder _folder = null!;

    private string Out => _folder["out"];

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    private static readonly (string Words, int[] Clouds, string[] Args)[] Impossible =
    [
        ("one date, 2018-03-01", [24], []),
        ("No pixel is clear on any date", [64, 64, 64], []),
        ("no image of 2018-04-01; it has 2018-03-01, 2018-03-06", [0, 24], ["--target", "2018-04-01"]),
    ];

    [TestCaseSource(nameof(Impossible))]
    public void What_cannot_be_done_is_said_and_leaves_nothing((string Words, int[] Clouds, string[] Args) what)
    {
        string pattern = SmallScenes.Write(_folder, what.Clouds);
        IReadOnlyList<string> before = _folder.Files;
        CliRun run = Run(pattern, ["-q", .. what.Args]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.StartWith("cloudless: ").And.Contain(what.Words));
            Assert.That(run.Error.TrimEnd(), Does.Not.Contain("\n"));
            Assert.That((_folder.Files, Directory.Exists(Out)), Is.EqualTo((before, false)));
        });
    }

    [Test]
    public void Existing_outputs_stay_as_they_are_without_overwrite()
    {
        string pattern = SmallScenes.Write(_folder, 0, 24);
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "series.html"), "precious");
        CliRun refused = Run(pattern);
        Assert.Multiple(() =>
        {
            Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(refused.Error, Does.Contain("series.html").And.Contain("--overwrite"));
            Assert.That(Files(), Is.EqualTo(new[] { "series.html" }));
            Assert.That(File.ReadAllText(Path.Combine(Out, "series.html")), Is.EqualTo("precious"));
        });
        Run(pattern, "--overwrite").Succeeded();
        Assert.That(File.ReadAllText(Path.Combine(Out, "series.html")), Does.StartWith("<!doctype html>"));
    }

    [Test]
    public void Outputs_are_never_inputs()
    {
        SmallScenes.Write(_folder[$"{SmallScenes.Name(0)}.tif"], 0, 0, SmallScenes.Profile);
        SmallScenes.Write(_folder[$"{SmallScenes.Name(1)}.tif"], 1, 24, SmallScenes.Profile);
        CliRun run = CliRun.Of("remove-series", "--s2", _folder["2018*.tif"], "--out", _folder.Root, "--overwrite", "-q");
        Assert.That((run.Code, run.Error.Contains("an input", StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
    }

    [TestCase("--model", "m.onnx")]
    [TestCase("--target", "yesterday")]
    [TestCase("--method", "magic")]
    public void Wrong_words_are_usage_errors(params string[] args) => Assert.That(Run(_folder["x.tif"], args).Code, Is.EqualTo(ExitCodes.Usage));

    private CliRun Run(string pattern, params string[] more) => CliRun.Of(["remove-series", "--s2", pattern, "--out", Out, .. more]);

    private string[] Files() => [.. Directory.EnumerateFiles(Out).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
}
