using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Scoring;

namespace Cloudless.Tests.Clusters;

/// <summary>
/// Runs over two nodes of a real Slurm. Every task stands still for five seconds at its second item (a fault point), so that what is done to it meets it in the middle: one item done, one in work, one to come.
/// </summary>
[Category("Cluster")]
[NonParallelizable]
[UnsupportedOSPlatform("windows")]
internal sealed class SlurmTests
{
    private const int Shards = 4, PerShard = 3, Patience = 120_000, Poll = 250;

    private SlurmCluster _cluster = null!;

    [OneTimeSetUp]
    public void Start() => _cluster = SlurmCluster.Start();

    [OneTimeTearDown]
    public void Stop() => _cluster?.Dispose();

    [Test]
    [Order(1)]
    public void A_canceled_task_ends_its_item_and_stays_canceled_whatever_its_folder_is_called()
    {
        using var folder = new ScoringFolder(PerShard);
        string run = Path.Combine(folder.Files.Root, "it's \"a\" $RUN %a #1");
        JsonElement submitted = Submit(folder, run, 1);
        string job = submitted.GetProperty("job").GetString()!;
        WaitForReceipts(run, 1);
        _cluster.Ask("scancel", job);
        Assert.That(() => _cluster.Ask("squeue", "--noheader"), Is.Empty.After(Patience, Poll));
        Assert.Multiple(() =>
        {
            string log = File.ReadAllText(Path.Combine(run, "slurm", $"{job}_0.log"));
            Assert.That(log, Does.Contain("stopped before the end").And.Not.Contain("queued again"), "Slurm signals shell and tool, and the shell hands on: that is one signal");
            Assert.That(Receipts(run), Is.EqualTo(2), "the item in work was finished");
            Assert.That(Directory.EnumerateFiles(Path.Combine(run, "claims")), Is.Empty);
        });
    }

    [Test]
    [Order(2)]
    public void With_a_worker_a_node_and_a_task_lost_in_the_middle_nothing_is_missing_and_nothing_done_twice()
    {
        using var folder = new ScoringFolder(Shards * PerShard);
        folder.Score("unbroken").Succeeded();
        var clock = Stopwatch.StartNew();
        string run = folder["run"], job = Submit(folder, run, Shards).GetProperty("job").GetString()!;
        WaitForReceipts(run, Shards);

        // The first node: one worker is killed, the task of the other told that its time is over. The second node: gone.
        int killed = _cluster.Processes.Find($"SLURMD_NODENAME={SlurmCluster.First}", "cloudless.dll").Min();
        string other = _cluster.Ask("squeue", "--noheader", $"--nodelist={SlurmCluster.First}", "--states=RUNNING", "--format=%i").Split('\n').First(task => !Runs(task, killed));
        _cluster.Ask("scancel", "--batch", "--signal=TERM", other);
        ClusterProcesses.Kill([killed]);
        _cluster.KillNode(SlurmCluster.Second);

        Assert.That(() => Over(), Is.True.After(Patience, Poll), () => _cluster.Ask("squeue") + _cluster.Log);
        string log = string.Concat(Directory.EnumerateFiles(Path.Combine(run, "slurm"), $"{job}_*.log").Select(File.ReadAllText));
        TestContext.Out.WriteLine($"one worker, one node with two tasks, and one time limit survived in {clock.Elapsed.TotalSeconds:0} s");
        SortedDictionary<string, string> files = folder.Snapshot("run");
        foreach (string name in files.Keys.Where(n => n.StartsWith("slurm", StringComparison.Ordinal) || n == "report.html").ToList())
        {
            files.Remove(name);
        }

        Assert.Multiple(() =>
        {
            Assert.That(log, Does.Contain("ended with 137 and is queued again"), "the worker");
            Assert.That(log, Does.Contain("ended with 75 and is queued again"), "the time limit");
            Assert.That(_cluster.Log.Split("due to failure of node n2"), Has.Length.EqualTo(3), "the node's two tasks");
            Assert.That(files, Is.EqualTo(folder.Snapshot("unbroken")), "nothing is missing, nothing is left over");
            Assert.That(Done(run), Is.EqualTo(Enumerable.Range(0, Shards * PerShard).Select(i => $"item-{i}").Order(StringComparer.Ordinal)), "each item was done once");
            Assert.That(Directory.EnumerateFiles(Path.Combine(run, "slurm"), "report_*.log").Select(File.ReadAllText), Has.One.Contains("12 items: 12 done, 0 failed"), "the report's job ran behind the array, once");
            Assert.That(File.Exists(Path.Combine(run, "report.html")), "the report was written");
        });
    }

    private bool Over()
    {
        _cluster.Hurry();
        return _cluster.Ask("squeue", "--noheader").Length == 0;
    }

    private bool Runs(string task, int process) => _cluster.Processes.Find($"SLURM_ARRAY_TASK_ID={task.Split('_')[1]}").Contains(process);

    private JsonElement Submit(ScoringFolder folder, string run, int shards)
    {
        Dictionary<string, string> environment = new(_cluster.Environment) { ["CLOUDLESS_FAULTS"] = "remove:2:stall" };
        using Process process = CliProcess.StartWith(environment,
            ["submit", folder.Manifest, "--out", run, "--engine", "slurm", "--shards", $"{shards}", "--limit", "4", "--json", "--", "--reserve", "0", "--jobs", "1", "--claim-expiry", "2"]);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error.Result);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private void WaitForReceipts(string run, int count) => Assert.That(() => Receipts(run), Is.EqualTo(count).After(Patience, Poll),
        () => _cluster.Ask("squeue") + string.Concat(Directory.EnumerateFiles(Path.Combine(run, "slurm")).Select(File.ReadAllText)));

    private static int Receipts(string run) =>
        Directory.Exists(Path.Combine(run, "items")) ? Directory.EnumerateFiles(Path.Combine(run, "items"), "receipt.json", SearchOption.AllDirectories).Count() : 0;

    // Items as often as journals tell that they were done; of a killed worker the last line may be torn.
    private static IEnumerable<string> Done(string run) => Directory.EnumerateFiles(Path.Combine(run, "journals")).SelectMany(File.ReadAllLines)
        .Where(line => line.EndsWith('}')).Select(line => JsonNode.Parse(line)!["item"]).OfType<JsonNode>()
        .Where(item => item["outcome"]!.GetValue<string>() == "Done").Select(item => item["id"]!.GetValue<string>()).Order(StringComparer.Ordinal);
}
