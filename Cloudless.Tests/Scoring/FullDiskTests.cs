using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Scoring;

/// <summary>A real file system that is too small; skipped where none can be mounted (it takes Linux and root).</summary>
[NonParallelizable]
internal sealed class FullDiskTests
{
    [Test]
    public void A_disk_too_small_for_one_more_item_stops_the_run_before_it_and_a_larger_one_lets_it_go_on()
    {
        using var folder = new ScoringFolder(4);
        using var disk = new SmallDisk("2m");
        folder.Score("unbroken").Succeeded();
        File.WriteAllBytes(disk["ballast"], new byte[1_750_000]);
        CliRun first = CliRun.Of("score", folder.Manifest, "--out", disk["run"], "--reserve", "0", "--json");
        JsonElement summary = first.Json();
        Assert.Multiple(() =>
        {
            Assert.That(first.Code, Is.EqualTo(ExitCodes.RunAgain), first.Error);
            Assert.That(summary.GetProperty("ending").GetString(), Is.EqualTo("DiskFull"));
            Assert.That(summary.GetProperty("failed").GetInt32(), Is.Zero);
            Assert.That(summary.GetProperty("done").GetInt32(), Is.InRange(1, 3));
            Assert.That(first.Error, Does.Contain("Free space and run again"));
        });

        File.Delete(disk["ballast"]);
        CliRun.Of("score", folder.Manifest, "--out", disk["run"], "--reserve", "0").Succeeded();
        Assert.That(Images(disk["run"]), Is.EqualTo(Images(folder["unbroken"])));
    }

    [Test]
    public void The_reserve_stays_free()
    {
        using var folder = new ScoringFolder(1);
        using var disk = new SmallDisk("4m");
        CliRun run = CliRun.Of("score", folder.Manifest, "--out", disk["run"], "--reserve", "4");
        Assert.That((run.Code, Directory.GetFileSystemEntries(Path.Combine(disk["run"], "items")).Length), Is.EqualTo((ExitCodes.RunAgain, 0)), run.Error);
    }

    private static string[] Images(string run) =>
        [.. Directory.EnumerateFiles(run, "*.tif", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{Path.GetFileName(f)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}")];
}
