using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Report;

namespace Cloudless.Tests.Benchmarks;

[TestFixture]
public class PerformanceReportTests
{
    private static readonly PerformanceReport Before = new([SampleRuns.Make(1, "a", "b")]);

    [Test]
    public void A_filtered_run_replaces_its_rows_and_keeps_the_others()
    {
        PerformanceReport after = Before.With(SampleRuns.Make(5, "b"), complete: false);
        Assert.That(Rows(after), Is.EqualTo(new[] { "a 1", "b 5" }));
    }

    [Test]
    public void Runs_whose_rows_are_all_replaced_are_gone() =>
        Assert.That(Before.With(SampleRuns.Make(5, "b", "a"), complete: false).Runs, Has.Count.EqualTo(1));

    [Test]
    public void A_complete_run_leaves_no_row_that_no_longer_exists() =>
        Assert.That(Rows(Before.With(SampleRuns.Make(5, "a"), complete: true)), Is.EqualTo(new[] { "a 5" }));

    [Test]
    public void Other_machines_and_thread_counts_keep_their_rows()
    {
        BenchmarkRun run = SampleRuns.Make(5, "a", "b"), other = run with { Machine = run.Machine with { Processors = 16 } }, single = run with { Threads = 1 };
        Assert.That(Rows(Before.With(other, complete: true).With(single, complete: true)), Is.EqualTo(new[] { "a 1", "b 1", "a 5", "b 5", "a 5", "b 5" }));
    }

    [Test]
    public void Rows_hold_what_their_rounds_say()
    {
        RowResult row = SampleRuns.Make(1, "a").Rows[0];
        Assert.Multiple(() =>
        {
            Assert.That(row.Rivals[0].Ratios, Is.EqualTo(new[] { 2.0, 3.0 }));
            Assert.That(row.Rivals[0].Ratio.Median, Is.EqualTo(2.5));
            Assert.That(row.Rivals[0].Verdict.ToString(), Is.EqualTo("Reached"));
            Assert.That(row.Rivals[0].Passes(), Is.True);
            Assert.That(row.Rivals[1].Verdict, Is.Null);
            Assert.That(row.Ours.WorkPerSecond, Is.EqualTo(100).Within(1e-9));
            Assert.That(row.Ours.FractionOfPeak, Is.EqualTo(0.5).Within(1e-12));
            Assert.That(row.Ours.BusyProcessors, Is.EqualTo(2));
        });
    }

    [Test]
    public void A_rival_that_does_less_per_run_is_counted_by_its_own_work()
    {
        Contender side = new("ours", "", () => new RunTime(1, 1)), forward = side with { Name = "3 x forward" };
        using var comparison = new Comparison
        {
            Work = Work.OfOperations(90e9),
            Ours = side,
            Rivals = [new Rival(forward) { Factor = 3, Work = Work.OfOperations(30e9) }],
        };

        RivalResult rival = RowMeasurement.Take("step", comparison, new RoundPlan(0, 1, 1, 0)).Sum(100).Rivals[0];

        Assert.Multiple(() =>
        {
            Assert.That(rival.Ratio.Median, Is.EqualTo(3));
            Assert.That(rival.Times.FractionOfPeak, Is.EqualTo(0.3).Within(1e-12));
        });
    }

    [Test]
    public void Json_read_and_written_again_is_the_same_text()
    {
        string json = PerformanceJson.Write(Before.With(SampleRuns.Make(1.0 / 3, "c"), complete: false));
        Assert.Multiple(() =>
        {
            Assert.That(PerformanceJson.Write(PerformanceJson.Read(json, "report")), Is.EqualTo(json));
            Assert.That(json, Does.Contain("\"wallSeconds\": [0.333333, 0.333333]"));
            Assert.That(json, Does.Contain("\"verdict\": \"reached\""));
        });
    }

    [TestCase("null")]
    [TestCase("{ \"runs\": 3 }")]
    [TestCase("")]
    public void Json_of_something_else_is_refused_with_its_name(string json) =>
        Assert.That(() => PerformanceJson.Read(json, "x.json"), Throws.TypeOf<CloudlessException>().With.Message.StartsWith("x.json: "));

    private static string[] Rows(PerformanceReport report) =>
        [.. report.Runs.SelectMany(run => run.Rows).Select(row => $"{row.Name} {row.Ours.Wall.Median}")];
}
