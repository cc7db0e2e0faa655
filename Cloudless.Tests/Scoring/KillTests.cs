using System.Diagnostics;
using System.Globalization;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>
/// The real process killed by SIGKILL, at every step of its commits and at random instants, and started again until it is done: the same files as an unbroken run. How many faults were survived is told in
/// the output; <c>CLOUDLESS_KILL_SEEDS</c> asks for more of them.
/// </summary>
[Platform(Exclude = "Win", Reason = "Windows has no SIGKILL; the steps are the same.")]
[NonParallelizable]
internal sealed class KillTests
{
    // Three seeds come by every point below.
    private const int Items = 3, FaultsPerSeed = 4;

    // Every step between an item's claim and its end; how often a run of three items with an image and a picture comes by it.
    private static readonly (string Point, int Times)[] Points =
    [
        ("claim-made", 3), ("claimed", 3), ("attempt", 3), ("folder-made", 3), ("remove", 3), ("prepare", 9), ("place", 10), ("placed", 10), ("outputs-placed", 3), ("outputs-durable", 3),
        ("receipt-written", 3), ("journaled", 3),
    ];

    private static readonly string[] Arguments = ["--quicklook", "--quiet", "--claim-expiry", "1", "--max-deaths", "1000"];

    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("CLOUDLESS_KILL_SEEDS"), CultureInfo.InvariantCulture, out int seeds) ? seeds : 3;

    [Test]
    public void Killed_at_every_step_and_started_again_a_run_ends_with_the_files_of_an_unbroken_one()
    {
        using var folder = new ScoringFolder(Items);
        SortedDictionary<string, string> unbroken = Unbroken(folder);
        int kills = 0, runs = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            string run = $"points-{seed}";
            for (int fault = 0; fault < FaultsPerSeed; fault++)
            {
                (string point, int times) = Points[((seed * FaultsPerSeed) + fault) % Points.Length];

                // What earlier starts of the seed have done is not come by again.
                kills += Run(folder, run, $"{point}:{1 + random.Next(Math.Max(1, times / (fault + 1)))}:kill") == 137 ? 1 : 0;
                runs++;
            }

            RequireSame(folder, run, unbroken, $"seed {seed}");
        }

        TestContext.Out.WriteLine($"{kills} kills at steps of commits survived, in {runs} runs of {Seeds} seeds.");
        Assert.That(kills, Is.GreaterThanOrEqualTo(Seeds), "faults were met");
    }

    [Test]
    public void Two_workers_killed_at_random_instants_and_started_again_end_with_the_files_of_an_unbroken_run()
    {
        using var folder = new ScoringFolder(Items);
        var clock = Stopwatch.StartNew();
        SortedDictionary<string, string> unbroken = Unbroken(folder);
        double length = clock.Elapsed.TotalMilliseconds;
        int kills = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var random = new SeededRandom((ulong)(1000 + seed));
            string run = $"instants-{seed}";
            for (int fault = 0; fault < FaultsPerSeed; fault++)
            {
                // From the first fifth, before which the runtime starts, to the end.
                double instant = length * (0.2 + (0.8 * random.Next(1000) / 1000.0));
                using Process process = folder.Start(run, null, Arguments), other = folder.Start(run, null, Arguments);
                kills += KillAfter(process, instant) + KillAfter(other, length * random.Next(1000) / 5000.0);
            }

            RequireSame(folder, run, unbroken, $"seed {seed}");
        }

        TestContext.Out.WriteLine($"{kills} kills at random instants survived, of {Seeds} seeds.");
        Assert.That(kills, Is.GreaterThan(0), "the instants lie within the run");
    }

    [Test]
    public void An_item_over_which_processes_die_again_and_again_is_given_up()
    {
        using var folder = new ScoringFolder(1);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(Run(folder, "run", "remove:1:kill"), Is.EqualTo(137));
        }

        Assert.That(folder.Score("run", "--quicklook", "--max-deaths", "3").Code, Is.EqualTo(1));
        Assert.That(File.ReadAllText(Path.Combine(folder["run"], "failed.jsonl")), Does.Contain("3 processes died over this item"));
        folder.Score("run", "--quicklook", "--max-deaths", "3").Succeeded();
    }

    // Returns 1 where it was still at work.
    private static int KillAfter(Process process, double milliseconds)
    {
        if (process.WaitForExit(TimeSpan.FromMilliseconds(milliseconds)))
        {
            return 0;
        }

        process.Kill();
        process.WaitForExit();
        return 1;
    }

    private static SortedDictionary<string, string> Unbroken(ScoringFolder folder)
    {
        Assert.That(Run(folder, "unbroken", null), Is.Zero);
        return folder.Snapshot("unbroken");
    }

    private static void RequireSame(ScoringFolder folder, string run, SortedDictionary<string, string> unbroken, string where)
    {
        Assert.That(Run(folder, run, null), Is.Zero, where);
        Assert.That(folder.Snapshot(run), Is.EqualTo(unbroken), where);
    }

    private static int Run(ScoringFolder folder, string run, string? faults)
    {
        using Process process = folder.Start(run, faults, Arguments);
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.AnyOf(0, 137), said);
        return process.ExitCode;
    }
}
