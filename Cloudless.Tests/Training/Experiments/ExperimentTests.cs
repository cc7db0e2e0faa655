using System.Diagnostics;
using System.Text.RegularExpressions;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Training.Experiments;

/// <summary>Experiments of tiny networks on the two synthetic triplets.</summary>
[TestFixture]
public partial class ExperimentTests
{
    private const string Plan = """
        {
          "title": "Losses",
          "settings": { "training": { "network": { "features": 2, "blocks": 0 }, "crop": 16, "batch": 2, "steps": STEPS, "checkpointSteps": 20 } },
          "variants": [
            { "name": "l1", "settings": { "training": { "loss": "l1" } } },
            { "name": "carl, no SAR", "settings": { "training": { "network": { "sar": false } } } },
          ],
          "draws": [ { "seed": 1, "fold": 1 }, { "seed": 2, "fold": 2 } ],
          "reference": "l1",
        }
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        SampleFolder.Write(_folder["data"]);
        WritePlan(Plan);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Every_variant_is_trained_for_every_draw_and_judged_on_the_fold_left_out()
    {
        CliRun run = CliRun.Of(Line("out")).Succeeded();
        string[] results = File.ReadAllLines(_folder["out/results.jsonl"]);
        Assert.Multiple(() =>
        {
            Assert.That(results, Has.Length.EqualTo(4));
            Assert.That(results[0], Does.StartWith("""{"variant":"l1","seed":1,"fold":1,""").And.Contain("\"steps\":30").And.Contain("\"patch\":\"one\""));
            Assert.That(results[1], Does.StartWith("""{"variant":"carl, no SAR","seed":1,"fold":1,"""), "all variants of a draw come before the next draw");
            Assert.That(results[2], Does.Contain("\"patch\":\"two\"").And.Not.Contain("\"patch\":\"one\""));
            Assert.That(File.ReadAllText(_folder["out/table.md"]).Trim(), Is.EqualTo(run.Out.Trim()));
            Assert.That(run.Out, Does.Contain("4 of 4 trainings, 30 to 30 steps").And.Contain("| l1 | 2 | ").And.Contain("| cloudy input | 2 | "));
        });
    }

    [Test]
    public void Killed_at_any_moment_and_started_again_it_ends_with_the_results_of_the_unbroken_one()
    {
        WritePlan(Plan.Replace("STEPS", "400", StringComparison.Ordinal));
        CliRun.Of(Line("unbroken")).Succeeded();
        var random = new SeededRandom(5);
        for (int kill = 0; kill < 4; kill++)
        {
            using Process process = CliProcess.Start([.. Line("killed"), "--quiet"]);
            long before = Written();
            while (Written() == before && !process.WaitForExit(1))
            {
            }

            process.WaitForExit(random.Next(80));
            Assert.That(process.HasExited, Is.False, $"life {kill} ended by itself, too early to be killed: {(process.HasExited ? process.StandardError.ReadToEnd() : "")}");
            process.Kill();
            process.WaitForExit();
        }

        CliRun last = CliRun.Of(Line("killed")).Succeeded();
        TestContext.Out.WriteLine(last.Error);
        Assert.That(Results("killed"), Is.EquivalentTo(Results("unbroken")));
    }

    [Test]
    public void Several_trainings_at_once_change_no_result()
    {
        CliRun.Of(Line("one")).Succeeded();
        CliRun.Of([.. Line("two"), "--jobs", "3"]).Succeeded();
        Assert.That(Results("two"), Is.EquivalentTo(Results("one")));
    }

    [Test]
    public void What_is_done_is_not_done_again_and_a_torn_line_does_not_count()
    {
        CliRun.Of(Line("out")).Succeeded();
        string[] whole = Results("out");
        string path = _folder["out/results.jsonl"], text = File.ReadAllText(path);
        File.WriteAllText(path, text[..^50]);
        CliRun again = CliRun.Of(Line("out")).Succeeded();
        Assert.That(again.Error, Does.Contain("4 trainings, 3 of them done"));
        Assert.That(Results("out"), Is.EqualTo(whole));
    }

    [Test]
    public void A_result_of_other_settings_is_not_taken_for_one_of_these()
    {
        CliRun.Of(Line("out")).Succeeded();
        WritePlan(Plan.Replace("\"crop\": 16", "\"crop\": 24", StringComparison.Ordinal));
        CliRun other = CliRun.Of(Line("out"));
        Assert.That(other.Code, Is.EqualTo(1));
        Assert.That(other.Error, Does.Contain("results.jsonl").And.Contain("l1, seed 1, fold 1").And.Contain("other settings: crop was 16, now 24"));
    }

    [Test]
    public void A_training_that_diverges_is_a_result()
    {
        WritePlan(Plan.Replace("\"loss\": \"l1\"", "\"learningRate\": 1e35", StringComparison.Ordinal));
        CliRun run = CliRun.Of(Line("out")).Succeeded();
        Assert.That(run.Out, Does.Contain("| l1 | diverged | diverged |").And.Contain("| carl, no SAR | 2 | "));
    }

    [TestCase("\"loss\"", "\"los\"", "unknown setting training.los")]
    [TestCase("\"loss\": \"l1\"", "\"loss\": \"l2\"", "l1, seed 1, fold 1")]
    [TestCase("carl, no SAR", "L1", "more than once")]
    [TestCase("\"reference\": \"l1\"", "\"reference\": \"tmarl\"", "reference tmarl")]
    [TestCase("\"fold\": 2", "\"fould\": 2", "no experiment")]
    [TestCase("\"seed\": 2, \"fold\": 2", "\"seed\": 1, \"fold\": 1", "all different")]
    [TestCase("\"fold\": 1", "\"fold\": 7", "fold 7")]
    public void A_plan_that_cannot_be_followed_is_refused_with_the_reason(string old, string changed, string reason)
    {
        WritePlan(Plan.Replace(old, changed, StringComparison.Ordinal));
        CliRun run = CliRun.Of(Line("out"));
        Assert.That((run.Code, run.Error.Contains(reason, StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
    }

    private string[] Line(string output) => ["experiment", _folder["plan.json"], "--data", _folder["data"], "--out", _folder[output], "--threads", "1"];

    private void WritePlan(string plan) => File.WriteAllText(_folder["plan.json"], plan.Replace("STEPS", "30", StringComparison.Ordinal));

    private string[] Results(string output) => [.. File.ReadAllLines(_folder[output + "/results.jsonl"]).Select(l => Seconds().Replace(l, ""))];

    /// <summary>Changes whenever a checkpoint or a result is written.</summary>
    private long Written() => Directory.Exists(_folder["killed"])
        ? Directory.EnumerateFiles(_folder["killed"], "run.checkpoint", SearchOption.AllDirectories).Append(_folder["killed/results.jsonl"]).Sum(f => File.GetLastWriteTimeUtc(f).Ticks)
        : 0;

    [GeneratedRegex("\"seconds\":[0-9.]+,")]
    private static partial Regex Seconds();
}
