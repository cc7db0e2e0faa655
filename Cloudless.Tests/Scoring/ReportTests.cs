using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>Status and report of runs.</summary>
internal sealed class ReportTests
{
    [Test]
    public void Status_tells_what_is_done_failed_and_left_and_by_whom()
    {
        using var folder = new ScoringFolder(3);
        File.WriteAllText(folder["s2-1.tif"], "no image");
        folder.Score("run", "--shard", "0/2");
        JsonElement half = CliRun.Of("status", folder["run"], "--json").Succeeded().Json();
        folder.Score("run", "--shard", "1/2");
        JsonElement status = CliRun.Of("status", folder["run"], "--json").Succeeded().Json();
        int[] Numbers(JsonElement s) => [.. new[] { "items", "done", "failed", "running", "left" }.Select(n => s.GetProperty(n).GetInt32())];
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(half), Is.EqualTo(new[] { 3, 2, 0, 0, 1 }));
            Assert.That(Numbers(status), Is.EqualTo(new[] { 3, 2, 1, 0, 0 }));
            Assert.That(status.GetProperty("workers").EnumerateArray().Select(w => w.GetProperty("state").GetString()), Is.All.EqualTo("Ended"));
            Assert.That(CliRun.Of("status", folder["run"]).Succeeded().Out, Does.Contain("3 items: 2 done, 1 failed, 0 in flight, 0 waiting"));
        });
    }

    [Test]
    public void Status_is_told_while_a_run_goes_on_and_after_its_process_died()
    {
        using var folder = new ScoringFolder(2);
        using System.Diagnostics.Process process = folder.Start("run", "outputs-placed:2:stall", "--jobs", "1", "--claim-expiry", "1");
        Assert.That(() => Directory.Exists(folder["run"]) && File.Exists(Path.Combine(folder["run"], "run.json")) && Status(folder) is { Done: 1, Running: 1 }, Is.True.After(30_000, 50));
        RunStatus status = Status(folder);
        Assert.That((status.Workers.Single().State, status.SecondsLeft > 0, status.ItemsPerHour > 0), Is.EqualTo((WorkerState.Working, true, true)));
        process.Kill();
        process.WaitForExit();
        Assert.That((Status(folder).Workers.Single().State, Status(folder).Running), Is.EqualTo((WorkerState.Dead, 0)));
    }

    [Test]
    public void The_report_is_one_page_with_all_items_their_errors_and_pictures()
    {
        using var folder = new ScoringFolder(3);
        File.WriteAllText(folder["s2-1.tif"], "</script><b>no image");
        folder.Score("run", "--quicklook");
        string path = CliRun.Of("report", folder["run"]).Succeeded().Out.Trim(), page = File.ReadAllText(path);
        JsonElement data = Data(page);
        Assert.Multiple(() =>
        {
            Assert.That(path, Is.EqualTo(Path.Combine(folder["run"], "report.html")));
            Assert.That(data.GetProperty("rows").EnumerateArray().Select(r => (r[0].GetString(), r[1].GetInt32())), Is.EqualTo(new[] { ("item-0", 0), ("item-1", 1), ("item-2", 0) }));
            Assert.That(data.GetProperty("rows")[1][8].GetString(), Does.Contain("s2-1.tif"));
            Assert.That(data.GetProperty("base").GetString(), Is.EqualTo("items/"));
            Assert.That(File.Exists(Path.Combine(folder["run"], "items", "item-0", "item-0.png")));
            Assert.That(page, Does.Contain("<svg").And.Contain("data:image/png;base64,").And.Not.Contain("{{"));
            Assert.That(page.Split("<script").Length, Is.EqualTo(3), "nothing of the data ends a script");
        });

        Assert.That(CliRun.Of("report", folder["run"], "--out", folder["other.html"]).Succeeded().Code, Is.Zero);
        Assert.That(Data(File.ReadAllText(folder["other.html"])).GetProperty("base").GetString(), Is.EqualTo("run/items/"));
        Assert.That(CliRun.Of("report", folder["run"], "--out", folder["other.html"]).Code, Is.EqualTo(ExitCodes.Failure), "another file is not replaced");
    }

    [TestCase("status")]
    [TestCase("report")]
    public void A_folder_without_a_run_is_an_error(string command)
    {
        using var folder = new TemporaryFolder();
        Assert.That(CliRun.Of(command, folder.Root), Has.Property("Code").EqualTo(ExitCodes.Failure).And.Property("Error").Contains("holds no run"));
    }

    internal static JsonElement Data(string page)
    {
        using JsonDocument document = JsonDocument.Parse(page.Split("<script type=\"application/json\" id=\"data\">")[1].Split("</script>")[0]);
        return document.RootElement.Clone();
    }

    private static RunStatus Status(ScoringFolder folder) => RunStatus.Read(folder["run"]);
}
