using System.Diagnostics;
using System.Runtime.Versioning;
using Cloudless.Cli.Hosting;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Scoring;

namespace Cloudless.Tests.Clusters;

/// <summary>The scripts that <c>submit</c> writes: what stands in them, and what they do, run by bash with fakes in the place of Slurm and of the tool.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SubmitScriptTests
{
    private const int RunAgain = 75, Killed = 137;

    [Test]
    public void The_script_says_what_was_asked_in_the_words_of_Slurm()
    {
        using var slurm = new FakeSlurm();
        string[] lines = Script(slurm, "--shards", "3", "--limit", "2", "--time", "4:00:00", "--gpus", "a100:1", "--cpus", "8", "--mem", "16G", "--partition", "gpu", "--account", "me", "--sbatch=--qos=low").Split('\n');
        string[] tasks = Options(lines.TakeWhile(l => !l.StartsWith("# behind", StringComparison.Ordinal))), report = Options(lines.SkipWhile(l => !l.StartsWith("# behind", StringComparison.Ordinal)));
        Assert.Multiple(() =>
        {
            Assert.That(tasks, Is.EqualTo(new[]
            {
                "--job-name=cloudless-run", "--array=0-2%2", "--nodes=1", "--ntasks=1", "--cpus-per-task=8", "--time=4:00:00", "--gpus=a100:1", "--mem=16G", "--partition=gpu", "--account=me", "--qos=low",
                "--requeue", "--open-mode=append", "--signal=B:TERM@60", $"--output=\"{slurm.Files["run"]}/slurm/%A_%a.log\"",
            }));
            Assert.That(report, Is.EqualTo(new[]
            {
                "--job-name=cloudless-run-report", "--nodes=1", "--ntasks=1", "--partition=gpu", "--account=me", "--qos=low", "--open-mode=append", $"--output=\"{slurm.Files["run"]}/slurm/report_%j.log\"",
            }));
            Assert.That(Directory.Exists(slurm.Files["run"]), Is.False, "a dry run writes nothing");
        });
    }

    [Test]
    public void Names_and_options_arrive_at_the_tool_as_they_are()
    {
        using var slurm = new FakeSlurm();
        const string nasty = "it's \"a\" $HOME `x` %a #1 é;";
        string folder = Directory.CreateDirectory(slurm.Files[nasty]).FullName, manifest = Path.Combine(folder, "m.jsonl"), run = Path.Combine(folder, "run");
        File.WriteAllText(manifest, ScoringFolder.Line(0));
        string script = CliRun.Of("submit", manifest, "--out", run, "--command", slurm.Tool, "--dry-run", "--", "--model", "a b'c.onnx", "--bands", "*").Succeeded().Out.Split("# behind")[0];
        Assert.That(slurm.Run(script, 0), Is.Zero);
        Assert.That(slurm.Arguments, Is.EqualTo(new[] { "score", manifest, "--out", run, "--shard", "3/1", "--threads", "5", "--model", "a b'c.onnx", "--bands", "*" }));
        Assert.That(script, Does.Contain("--output=\"" + run.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal) + "/slurm/%A_%a.log\""));
    }

    [TestCase(0, "RUNNING", 0, "")]
    [TestCase(1, "RUNNING", 0, "", TestName = "Items_that_failed_fail_again")]
    [TestCase(2, "RUNNING", 0, "")]
    [TestCase(RunAgain, "RUNNING", 0, "requeue 7_3", TestName = "What_ended_before_its_work_did_is_queued_again")]
    [TestCase(RunAgain, "RUNNING", 4, "requeue 7_3")]
    [TestCase(RunAgain, "RUNNING", 5, "", TestName = "No_task_is_queued_again_for_ever")]
    [TestCase(RunAgain, "COMPLETING", 0, "", TestName = "What_was_canceled_stays_canceled")]
    [TestCase(RunAgain, "", 0, "")]
    [TestCase(Killed, "RUNNING", 0, "requeue 7_3", TestName = "What_was_killed_is_queued_again")]
    public void The_exit_code_decides_whether_a_task_is_queued_again(int code, string state, int restarts, string asked)
    {
        using var slurm = new FakeSlurm();
        Assert.That(slurm.Run(Script(slurm, "--requeue", "5").Split("# behind")[0], code, state, restarts), Is.EqualTo(code));
        Assert.That(slurm.Asked, Is.EqualTo(asked));
    }

    [Test]
    public void Without_requeue_neither_the_script_nor_Slurm_queues_a_task_again()
    {
        using var slurm = new FakeSlurm();
        string script = Script(slurm, "--requeue", "0").Split("# behind")[0];
        Assert.That(slurm.Run(script, RunAgain), Is.EqualTo(RunAgain));
        Assert.That((Options(script.Split('\n')).Contains("--no-requeue"), Options(script.Split('\n')).Contains("--requeue"), slurm.Asked), Is.EqualTo((true, false, "")));
    }

    [Test]
    public void Term_is_handed_on_and_the_end_of_the_tool_waited_for()
    {
        using var slurm = new FakeSlurm();
        using Process process = slurm.Start(Script(slurm).Split("# behind")[0], RunAgain, wait: true);
        slurm.WaitForTool();
        Signals.Terminate(process.Id);
        Assert.That(process.WaitForExit(20_000), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(RunAgain));
            Assert.That(slurm.Signals, Is.EqualTo(1));
            Assert.That(slurm.Asked, Is.EqualTo("requeue 7_3"));
        });
    }

    [TestCase("--shard", "1/2")]
    [TestCase("--out", "elsewhere")]
    [TestCase("--nonsense")]
    [TestCase("--engine", "gpu")]
    public void Options_that_score_would_refuse_are_refused_before_anything_is_submitted(params string[] args)
    {
        using var slurm = new FakeSlurm();
        CliRun run = Submit(slurm, ["--", .. args]);
        Assert.That((run.Code, run.Out), Is.EqualTo((ExitCodes.Usage, "")), run.Error);
    }

    [TestCase("--partition", "a b")]
    [TestCase("--time", "1\n#SBATCH --wrap=x")]
    [TestCase("--sbatch=qos")]
    [TestCase("--sbatch=--qos=a\n--array=1")]
    public void Values_that_would_break_out_of_their_line_are_refused(params string[] args)
    {
        using var slurm = new FakeSlurm();
        Assert.That(Submit(slurm, args).Code, Is.EqualTo(ExitCodes.Usage));
    }

    [Test]
    public void Without_Slurm_the_way_out_is_named()
    {
        if (InstalledPrograms.Find("sbatch") is not null)
        {
            Assert.Ignore("Slurm is installed here; the test is about a machine without.");
        }

        using var folder = new ScoringFolder(1);
        CliRun run = CliRun.Of("submit", folder.Manifest, "--out", folder["run"]);
        Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("--dry-run"));
    }

    private static CliRun Submit(FakeSlurm slurm, params string[] args)
    {
        File.WriteAllLines(slurm.Files["m.jsonl"], [ScoringFolder.Line(0), ScoringFolder.Line(1), ScoringFolder.Line(2), ScoringFolder.Line(3)]);
        return CliRun.Of(["submit", slurm.Files["m.jsonl"], "--out", slurm.Files["run"], "--command", slurm.Tool, "--dry-run", .. args]);
    }

    private static string Script(FakeSlurm slurm, params string[] args) => Submit(slurm, args).Succeeded().Out;

    private static string[] Options(IEnumerable<string> lines) => [.. lines.Where(l => l.StartsWith("#SBATCH ", StringComparison.Ordinal)).Select(l => l["#SBATCH ".Length..])];
}
