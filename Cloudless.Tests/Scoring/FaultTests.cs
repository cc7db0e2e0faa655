using System.Diagnostics;
using Cloudless.Cli.Hosting;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>Errors that pass, workers that race, signals.</summary>
[Platform(Exclude = "Win", Reason = "Signals and errno are those of Unix.")]
internal sealed class FaultTests
{
    [Test]
    public void An_error_that_passes_is_tried_again_and_leaves_the_files_of_a_run_without([Values("attempt", "remove", "prepare", "place", "outputs-placed", "outputs-durable")] string point)
    {
        using var folder = new ScoringFolder(1);
        folder.Score("unbroken").Succeeded();
        using Process process = folder.Start("run", $"{point}:2:eio;{point}:3:eio", "--retry-wait", "0.01", "--jobs", "1");
        Wait(process, 0);
        Assert.That(folder.Snapshot("run"), Is.EqualTo(folder.Snapshot("unbroken")));
    }

    [Test]
    public void An_error_that_passes_counts_attempts_and_does_not_pass_for_ever()
    {
        using var folder = new ScoringFolder(1);
        using (Process process = folder.Start("run", "remove:1:eio;remove:2:eio", "--retry-wait", "0.01"))
        {
            Wait(process, 0);
        }

        Assert.That(folder.Receipt("run", "item-0").GetProperty("attempts").GetInt32(), Is.EqualTo(3));
        using (Process process = folder.Start("poison", "remove:1:eio;remove:2:eio", "--retry-wait", "0.01", "--attempts", "2"))
        {
            Wait(process, ExitCodes.Failure);
        }

        Assert.That(File.ReadAllText(Path.Combine(folder["poison"], "failed.jsonl")), Does.Contain("\"attempts\":2").And.Contain("Input/output error"));
    }

    [Test]
    public void A_disk_that_is_full_in_the_middle_ends_the_run_with_75_and_fails_no_item([Values("remove", "prepare", "outputs-durable", "claim-made")] string point)
    {
        using var folder = new ScoringFolder(2);
        folder.Score("unbroken").Succeeded();
        using (Process process = folder.Start("run", $"{point}:1:enospc", "--jobs", "1"))
        {
            Wait(process, ExitCodes.RunAgain);
        }

        Assert.That(folder.Snapshot("run").Keys, Has.None.Contains("tmp").And.None.Contains("failed").And.None.StartsWith("claims"));
        folder.Score("run").Succeeded();
        Assert.That(folder.Snapshot("run"), Is.EqualTo(folder.Snapshot("unbroken")));
    }

    [Test]
    public void Workers_that_race_for_the_items_of_one_folder_do_each_once_and_corrupt_none()
    {
        using var folder = new ScoringFolder(6);
        folder.Score("unbroken").Succeeded();
        Process[] workers = [.. Enumerable.Range(0, 3).Select(_ => folder.Start("run", null, "--json"))];
        int done = 0;
        foreach (Process worker in workers)
        {
            string result = worker.StandardOutput.ReadToEnd();
            Wait(worker, 0);
            done += System.Text.Json.JsonDocument.Parse(result).RootElement.GetProperty("done").GetInt32();
            worker.Dispose();
        }

        Assert.That(done, Is.EqualTo(6), "with claims that live, no work is done twice");
        Assert.That(folder.Snapshot("run"), Is.EqualTo(folder.Snapshot("unbroken")));
    }

    [Test]
    public void Claims_that_vanish_at_random_instants_cost_time_and_corrupt_nothing([Range(1, 3)] int seed)
    {
        using var folder = new ScoringFolder(4);
        folder.Score("unbroken").Succeeded();
        string claims = Path.Combine(folder["run"], "claims");
        var random = new SeededRandom((ulong)seed);
        Process[] workers = [.. Enumerable.Range(0, 2).Select(_ => folder.Start("run", null, "--json", "--wait", "30"))];
        int vanished = 0;
        while (vanished < 20 && !workers[0].WaitForExit(1 + random.Next(60)))
        {
            foreach (string claim in Directory.Exists(claims) ? Directory.GetFiles(claims) : [])
            {
                File.Delete(claim);
                vanished++;
            }
        }

        int done = 0;
        foreach (Process worker in workers)
        {
            string result = worker.StandardOutput.ReadToEnd();
            Wait(worker, 0);
            done += System.Text.Json.JsonDocument.Parse(result).RootElement.GetProperty("done").GetInt32();
            worker.Dispose();
        }

        TestContext.Out.WriteLine($"{vanished} claims vanished; 4 items were done {done} times in all");
        Assert.That(folder.Snapshot("run"), Is.EqualTo(folder.Snapshot("unbroken")));
    }

    [Test]
    public void A_worker_that_is_taken_for_dead_and_wakes_up_corrupts_nothing()
    {
        using var folder = new ScoringFolder(2);
        folder.Score("unbroken").Succeeded();
        using Process sleeper = folder.Start("run", "outputs-placed:1:stall", "--jobs", "1", "--claim-expiry", "600");
        string claims = Path.Combine(folder["run"], "claims");
        Assert.That(() => Directory.Exists(claims) && Directory.EnumerateFiles(claims).Any(), Is.True.After(30_000, 20));

        // The claim becomes one of a process that is gone, as if this one had been.
        string claim = Directory.EnumerateFiles(claims).First();
        Assert.That(() => new FileInfo(claim).Length, Is.GreaterThan(0).After(5000, 20));
        File.WriteAllBytes(claim, new Cloudless.Scoring.ClaimRecord("ghost", Cloudless.Scoring.ProcessIdentity.Current with { Started = 1 }, 0).ToBytes());
        folder.Score("run", "--wait", "60").Succeeded();
        Wait(sleeper, 0);
        folder.Score("run").Succeeded();
        Assert.That(folder.Snapshot("run"), Is.EqualTo(folder.Snapshot("unbroken")));
    }

    [TestCase(0, TestName = "A_signal_without_grace_drops_the_item_in_flight")]
    [TestCase(20, TestName = "A_signal_with_grace_lets_the_item_in_flight_end")]
    public void A_signal_ends_the_run_with_75_within_30_seconds(int grace)
    {
        using var folder = new ScoringFolder(3);

        // Takes seconds for an item in small tiles, so that the signal meets one in flight.
        string model = RandomModel.Write(folder.Files, features: 64, blocks: 6);
        string[] args = ["--model", model, "--composite", "off", "--tile-size", "32", "--threads", "1", "--jobs", "1"];
        using Process process = folder.Start("run", null, [.. args, "--grace", grace.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        string items = Path.Combine(folder["run"], "items");
        Assert.That(() => Directory.Exists(items) && Directory.EnumerateDirectories(items).Any(), Is.True.After(30_000, 20));
        var clock = Stopwatch.StartNew();
        Assert.That(Signals.Terminate(process.Id), Is.Zero);
        Wait(process, ExitCodes.RunAgain);
        string[] files = [.. folder.Snapshot("run").Keys];
        Assert.Multiple(() =>
        {
            Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(30));
            Assert.That(files, Has.None.Contains("tmp").And.None.StartsWith("claims"), "nothing is left of what was dropped");
            Assert.That(files.Count(f => f.EndsWith("receipt.json", StringComparison.Ordinal)), grace == 0 ? Is.LessThan(3) : Is.InRange(1, 2));
        });
    }

    [Test]
    public void A_signal_ends_the_run_within_30_seconds_though_an_item_does_not_end_and_the_next_run_does_it()
    {
        using var folder = new ScoringFolder(2);
        folder.Score("unbroken").Succeeded();
        using Process process = folder.Start("run", "outputs-placed:1:hang", "--jobs", "1", "--grace", "1");

        // Several look at once what is done already, so either item may come first.
        string? First() => ((string[])["item-0", "item-1"]).FirstOrDefault(item => File.Exists(Path.Combine(folder["run"], "items", item, item + ".tif")));
        Assert.That(First, Is.Not.Null.After(30_000, 20));
        string? hung = First();
        var clock = Stopwatch.StartNew();
        Assert.That(Signals.Terminate(process.Id), Is.Zero);
        Task<string> said = process.StandardError.ReadToEndAsync();
        Assert.That(process.WaitForExit(60_000), Is.True, "the process ends by itself");
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(ExitCodes.RunAgain), said.Result);
            Assert.That(said.Result, Does.Contain($"Item '{hung}' did not end in time"));

            // A second of grace and five to drop it; with the default grace of 15 seconds that is 20.
            Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(16));
        });
        folder.Score("run").Succeeded();
        Assert.That(folder.Snapshot("run"), Is.EqualTo(folder.Snapshot("unbroken")));
    }

    private static void Wait(Process process, int expected)
    {
        string said = process.StandardError.ReadToEnd();
        Assert.That(process.WaitForExit(60_000), Is.True, "the process ends by itself");
        Assert.That(process.ExitCode, Is.EqualTo(expected), said);
    }
}
