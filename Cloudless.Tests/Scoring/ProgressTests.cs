using Cloudless.Cli.Hosting;
using Cloudless.Scoring;

namespace Cloudless.Tests.Scoring;

/// <summary>Progress over the whole run.</summary>
internal sealed class ProgressTests
{
    [Test]
    public void A_line_every_half_minute_tells_items_rate_and_time_left_and_failures_come_at_once()
    {
        var clock = new HandClock();
        using var error = new StringWriter { NewLine = "\n" };
        var lines = new ScoreLines(error, clock);
        lines.Report(Progress);
        Assert.That(error.ToString(), Is.Empty);
        lines.Report(Progress with { Failure = "b: why" });
        Assert.That(error.ToString(), Is.EqualTo("failed: b: why\n"));
        clock.Advance(TimeSpan.FromSeconds(30));
        lines.Report(Progress);
        lines.Report(Progress);
        Assert.That(error.ToString(), Is.EqualTo("failed: b: why\n41 of 1,000 items (1 were done, 10 failed), 2.5 megapixels a second, 3 h 12 min left\n"));
    }

    [Test]
    public async Task The_last_word_of_a_run_is_that_all_items_are_done()
    {
        using var folder = new ScoringFolder(3);
        var told = new Told();
        await ScoreJob.RunAsync(new ScoreRequest { ManifestPath = folder.Manifest, OutputFolder = folder["run"], Execution = new ScoreExecution { Reserve = 0 } }, told);
        ScoreProgress last = told.All[^1];
        Assert.Multiple(() =>
        {
            Assert.That((last.Items, last.Done, last.Failed, last.Pixels, last.Left), Is.EqualTo((3, 3, 0, 3L * ScoringFolder.Side * ScoringFolder.Side, TimeSpan.Zero)));
            Assert.That(told.All.Select(p => p.Done), Is.Ordered);
            Assert.That(told.All.First(p => p.Done == 1).Left, Is.GreaterThan(TimeSpan.Zero));
        });
    }

    private static ScoreProgress Progress => new()
    {
        Items = 1000, Done = 30, Already = 1, Failed = 10, Running = ["a"], Pixels = 1_000_000_000, Elapsed = TimeSpan.FromSeconds(400), Left = new TimeSpan(3, 12, 0),
    };

    private sealed class Told : IProgress<ScoreProgress>
    {
        public List<ScoreProgress> All { get; } = [];

        public void Report(ScoreProgress value) => All.Add(value);
    }
}
