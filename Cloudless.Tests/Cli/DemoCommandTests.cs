using System.Text.Json;
using Cloudless.Cli.Hosting;

namespace Cloudless.Tests.Cli;

internal sealed class DemoCommandTests
{
    [Test]
    public void Demo_makes_its_own_scene_says_so_and_can_be_run_again()
    {
        using var folder = new TemporaryFolder();
        string model = RandomModel.Write(folder);
        string[] args = ["demo", "--out", folder["demo"], "--size", "96", "--model", model];
        CliRun first = CliRun.Of(args).Succeeded();
        string[] expected = ["before_after.png", "cloud_free.tif", "mask.tif", "receipt.json", "synthetic_s1.tif", "synthetic_s2.tif", "synthetic_truth.tif"];
        Assert.Multiple(() =>
        {
            Assert.That(first.Out, Does.Contain("synthetic").And.Contain("PSNR"));
            Assert.That(first.Error, Does.Contain("SYNTHETIC"));
            Assert.That(Directory.GetFiles(folder["demo"]).Select(Path.GetFileName).Order(StringComparer.Ordinal), Is.EqualTo(expected));
        });

        byte[] image = File.ReadAllBytes(folder["demo/cloud_free.tif"]);
        JsonElement again = CliRun.Of([.. args, "--json"]).Succeeded().Json();
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(folder["demo/cloud_free.tif"]), Is.EqualTo(image), "the same scene, the same result");
            Assert.That(again.GetProperty("synthetic").GetBoolean(), Is.True);
            Assert.That(again.GetProperty("seed").GetInt32(), Is.EqualTo(2018));
            Assert.That(again.GetProperty("receipt").GetProperty("outputs").GetArrayLength(), Is.EqualTo(3));
            Assert.That(again.GetProperty("result").GetProperty("metrics").GetProperty("reproduction").GetProperty("psnr").ToString(), Is.Not.Empty);
        });
    }

    [Test]
    public void Demo_runs_on_images_of_the_user_and_leaves_them_alone()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        byte[] image = File.ReadAllBytes(folder["s2.tif"]);
        CliRun run = CliRun.Of(
            "demo", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--out", folder["demo"], "--model", RandomModel.Write(folder)).Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(run.Out + run.Error, Does.Not.Contain("synthetic").IgnoreCase);
            Assert.That(File.ReadAllBytes(folder["s2.tif"]), Is.EqualTo(image));
            Assert.That(Directory.GetFiles(folder["demo"]), Has.Length.EqualTo(4));
        });
    }

    [TestCase("mask.tif", "precious")]
    [TestCase("receipt.json", "{}")]
    [TestCase("receipt.json", "not JSON")]
    [TestCase("receipt.json", """{"cloudlessVersion":"1.0.0","outputs":[{"role":"image","path":"/data/field.tif"}]}""")]
    public void Demo_replaces_files_of_others_only_when_told_to(string name, string content)
    {
        using var folder = new TemporaryFolder();
        string model = RandomModel.Write(folder);
        File.WriteAllText(folder[name], content);
        IReadOnlyList<string> before = folder.Files;
        string[] args = ["demo", "--out", folder.Root, "--size", "64", "--model", model];
        CliRun refused = CliRun.Of(args);
        Assert.Multiple(() =>
        {
            Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(refused.Error, Does.Contain(name).And.Contain("--overwrite"));
            Assert.That(File.ReadAllText(folder[name]), Is.EqualTo(content));
            Assert.That(folder.Files, Is.EqualTo(before));
        });
        CliRun.Of([.. args, "--overwrite"]).Succeeded();
        Assert.That(File.ReadAllText(folder[name]), Is.Not.EqualTo(content));
    }

    [Test]
    public void Canceled_demo_ends_with_130()
    {
        using var folder = new TemporaryFolder();
        CliRun run = CliRun.Of(new CancellationToken(canceled: true), "demo", "--out", folder["demo"], "--size", "64", "--model", RandomModel.Write(folder));
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Interrupted));
            Assert.That(File.Exists(folder["demo/cloud_free.tif"]), Is.False);
        });
    }
}
