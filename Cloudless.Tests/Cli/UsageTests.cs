using Cloudless.Cli.Hosting;

namespace Cloudless.Tests.Cli;

/// <summary>Exit code 2, and nothing on standard output, for command lines that are wrong.</summary>
internal sealed class UsageTests
{
    [TestCase("mask")]
    [TestCase("mask", "--s2", "a.tif")]
    [TestCase("mask", "--s2", "a.tif", "--out", "b.tif", "--threshold", "1.5")]
    [TestCase("mask", "--s2", "a.tif", "--out", "b.tif", "--threshold", "much")]
    [TestCase("mask", "--s2", "a.tif", "--out", "b.tif", "--cirrus", "strict")]
    [TestCase("mask", "--s2", "a.tif", "--out", "b.tif", "--nonsense")]
    [TestCase("remove", "--s2", "", "--out", "b.tif")]
    [TestCase("remove", "--s2", "a.tif", "--s1", "", "--out", "b.tif")]
    [TestCase("remove", "--s2", "a.tif", "--out", " ")]
    [TestCase("remove", "--s2", "a.tif", "--out", "b.tif", "--engine", "gpu")]
    [TestCase("remove", "--s2", "a.tif", "--out", "b.tif", "--engine", "1")]
    [TestCase("remove", "--s2", "a.tif", "--out", "b.tif", "--composite", "perhaps")]
    [TestCase("remove", "--s2", "a.tif", "--out", "b.tif", "--threads", "-1")]
    [TestCase("evaluate", "--prediction", "a.tif")]
    [TestCase("demo", "--s1", "a.tif")]
    [TestCase("paint")]
    [TestCase]
    public void A_wrong_command_line_ends_with_2_and_says_why_on_standard_error(params string[] args)
    {
        CliRun run = CliRun.Of(args);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Usage), run.Error);
            Assert.That(run.Error, Does.StartWith("cloudless"));
            Assert.That(run.Out, Is.Empty);
        });
    }

    [Test]
    public void Help_of_every_command_goes_to_standard_output_with_0([Values("demo", "remove", "mask", "train", "evaluate", "info")] string command)
    {
        CliRun run = CliRun.Of(command, "--help").Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain($"cloudless {command}").And.Contain("--quiet").And.Contain("--verbose"));
            Assert.That(run.Error, Is.Empty);
        });
    }

    [Test]
    public void Signs_that_move_a_terminals_cursor_are_not_handed_on()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        File.WriteAllText(folder["model.txt"], "\u001b[2J\u0000evil\n");
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--detector", "s2cloudless", "--detector-model", folder["model.txt"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("?[2J?evil"));
            Assert.That(run.Error.TrimEnd().Any(char.IsControl), Is.False);
        });
    }

    [Test]
    public void Options_that_do_not_go_together_are_told_without_names_of_members()
    {
        CliRun run = CliRun.Of("mask", "--s2", "a.tif", "--out", "b.tif", "--detector", "raster", "--mask-in", "c.tif", "--cloud-values", "1", "--shadow-values", "1");
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Usage));
            Assert.That(run.Error, Does.Contain("value 1 of the mask is named twice").And.Not.Contain("Parameter"));
        });
    }

    [Test]
    public void Version_is_printed_alone()
    {
        CliRun run = CliRun.Of("--version").Succeeded();
        Assert.That(run.Out.Trim(), Does.Match(@"^\d+\.\d+\.\d+\S*$"));
    }
}
