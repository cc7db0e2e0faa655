using System.Diagnostics;
using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Report;

namespace Cloudless.Tests.Benchmarks;

[TestFixture]
public class PairedRunTests
{
    [Test]
    public void Contenders_run_in_turn_and_the_order_alternates()
    {
        List<string> order = [];
        Contender[] contenders = [.. new[] { "ours", "A", "B" }.Select(name => new Contender(name, "", () =>
        {
            order.Add(name);
            return new RunTime(1, 2);
        }))];

        var times = PairedRun.Measure(contenders, RoundPlan.Quick.WithRounds(3) with { WarmupSeconds = 1.5 });

        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', order), Is.EqualTo("ours ours A A B B ours A B B A ours ours A B"));
            Assert.That(times.Select(list => list.Count), Is.All.EqualTo(3));
        });
    }

    [TestCase(100, 7)]
    [TestCase(1, 10)]
    [TestCase(0.001, 41)]
    public void Short_runs_are_repeated_more_often(double secondsOfRound, int rounds) =>
        Assert.That(new RoundPlan(0, 7, 41, 10).Rounds(secondsOfRound), Is.EqualTo(rounds));

    [Test]
    public void Work_in_this_process_is_timed_by_the_clock_and_by_processor_time()
    {
        var clock = Stopwatch.StartNew();
        RunTime time = RunTime.Of(() =>
        {
            while (clock.ElapsedMilliseconds < 100)
            {
            }
        });

        // How much of a processor a busy machine gives in that time is open; some systems count it in steps of 16 ms.
        Assert.Multiple(() =>
        {
            Assert.That(time.Wall, Is.InRange(0.09, clock.Elapsed.TotalSeconds));
            Assert.That(time.Processor, Is.Positive);
        });
    }

    [Test]
    public void Agreement_is_asked_once_all_rounds_are_done()
    {
        int runs = 0, runsSeen = 0;
        var rival = new Rival(new Contender("A", "", () => new RunTime(++runs, 1)))
        {
            Agreement = () =>
            {
                runsSeen = runs;
                return new Agreement("other", false);
            },
        };
        using var comparison = new Comparison { Work = new Work(1, "megapixels"), Ours = new Contender("ours", "", () => new RunTime(1, 1)), Rivals = [rival] };

        RowResult row = RowMeasurement.Take("row", comparison, new RoundPlan(0, 2, 2, 0)).Sum(1);

        Assert.Multiple(() =>
        {
            Assert.That(runsSeen, Is.EqualTo(3), "one warm-up and two rounds");
            Assert.That(row.Rivals[0].Passes(), Is.False, "another result is no comparison, and no goal hides that");
        });
    }
}
