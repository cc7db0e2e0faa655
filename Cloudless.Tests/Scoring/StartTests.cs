using System.Diagnostics;
using System.Globalization;
using Cloudless.Networks.Onnx;
using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>
/// Workers that start at the same instant in a folder that is not there yet: one makes the run, the others join it. <c>CLOUDLESS_KILL_SEEDS</c> asks for more rounds of processes.
/// </summary>
internal sealed class StartTests
{
    private const int ThreadRounds = 100, Threads = 4;

    private static int ProcessRounds => int.TryParse(Environment.GetEnvironmentVariable("CLOUDLESS_KILL_SEEDS"), CultureInfo.InvariantCulture, out int seeds) ? seeds : 2;

    [Test]
    public void Threads_that_write_the_record_of_one_run_at_once_agree_on_it()
    {
        using var folder = new TemporaryFolder();
        var model = CloudRemovalModel.LoadDefault();
        for (int round = 0; round < ThreadRounds; round++)
        {
            var run = new RunFolder(folder[$"run-{round}"]);
            run.Make();
            using var start = new Barrier(Threads);
            Task[] workers = [.. Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(() =>
            {
                var record = RunRecord.Of(new ScoreRequest { ManifestPath = "m.jsonl", OutputFolder = run.Path }, model);
                start.SignalAndWait();
                record.Write(run, overwrite: false, $"mark-{round:D3}-{i:D3}");
            }, TaskCreationOptions.LongRunning))];
            Assert.That(() => Task.WaitAll(workers), Throws.Nothing, $"round {round}");
            Assert.That(Directory.GetFiles(run.Path).Select(Path.GetFileName), Is.EqualTo(new[] { "run.json" }), "one record, and nothing left over");
        }
    }

    [Test]
    public async Task Two_workers_of_one_process_that_begin_a_run_at_once_both_end_well()
    {
        using var folder = new ScoringFolder(3);
        using var start = new Barrier(2);
        ScoreSummary[] ends = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            return ScoreJob.RunAsync(new ScoreRequest { ManifestPath = folder.Manifest, OutputFolder = folder["run"], Execution = new ScoreExecution { Reserve = 0 } });
        }, TaskCreationOptions.LongRunning).Unwrap()));
        Assert.That(ends.Select(e => (e.Ending, e.Failed, e.Done + e.Already)), Is.All.EqualTo((RunEnding.Complete, 0, 3)));
        Assert.That(ends.Sum(e => e.Done), Is.EqualTo(3), "each item was done once");
    }

    [Test]
    public void A_worker_that_comes_second_while_the_first_one_writes_the_record_joins_the_run()
    {
        using var folder = new ScoringFolder(1);

        // The first one stands still with its record written and not yet in its place; the second one passes it.
        using Process first = folder.Start("run", "place:1:stall");
        Assert.That(() => Directory.Exists(folder["run"]) && Directory.GetFiles(folder["run"], ".run.*", new EnumerationOptions { AttributesToSkip = 0 }).Length > 0, Is.True.After(30_000, 20));
        folder.Score("run").Succeeded();
        Assert.That(File.Exists(Path.Combine(folder["run"], "run.json")));
        Wait(first);
    }

    [Test]
    public void Processes_started_at_once_in_a_new_folder_all_end_with_zero()
    {
        using var folder = new ScoringFolder(2);
        folder.Score("unbroken").Succeeded();
        for (int round = 0; round < ProcessRounds; round++)
        {
            string run = $"run-{round}";
            Process[] workers = [.. Enumerable.Range(0, 2).Select(_ => folder.Start(run))];
            foreach (Process worker in workers)
            {
                Wait(worker);
                worker.Dispose();
            }

            Assert.That(folder.Snapshot(run), Is.EqualTo(folder.Snapshot("unbroken")), run);
        }

        TestContext.Out.WriteLine($"{ProcessRounds} pairs of processes started at once, all ended with 0.");
    }

    private static void Wait(Process process)
    {
        string said = process.StandardError.ReadToEnd();
        Assert.That(process.WaitForExit(60_000), Is.True, "the process ends by itself");
        Assert.That(process.ExitCode, Is.Zero, said);
    }
}
