using System.Diagnostics;
using System.Globalization;
using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Rows;

namespace Cloudless.Benchmarks.Scaling;

/// <summary>Throughput of <c>cloudless score</c> on this machine: items in flight within one process against processes that share the folder of a run. The set-ups take turns, round by round, there and back.</summary>
internal static class WorkersCommand
{
    private static readonly (int Processes, int Jobs)[] Setups = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (3, 1), (4, 1)];

    /// <summary>Measures and prints a table.</summary>
    /// <exception cref="CloudlessException">A worker failed.</exception>
    public static int Run(WorkersOptions options)
    {
        using var scenes = new ScoreScenes(options);
        Dictionary<(int, int), List<(double Seconds, double Megabytes)>> measured = Setups.ToDictionary(s => s, _ => new List<(double, double)>());
        Measure(scenes, Setups[0]);
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach ((int Processes, int Jobs) setup in round % 2 == 0 ? Setups : Setups.Reverse())
            {
                measured[setup].Add(Measure(scenes, setup));
            }
        }

        Console.WriteLine(Invariant($"{options.Items} items of {options.Side} x {options.Side} pixels, {Environment.ProcessorCount} processors, {options.Rounds} rounds; medians (quartiles), starting the processes included"));
        Console.WriteLine();
        Console.WriteLine("| processes | --jobs | --threads | seconds | items a minute | megapixels a second | of one process, one job | memory of all |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        double first = Spread.Of(measured[Setups[0]].Select(m => m.Seconds)).Median;
        foreach ((int Processes, int Jobs) setup in Setups)
        {
            Spread seconds = Spread.Of(measured[setup].Select(m => m.Seconds));
            double megapixels = 1e-6 * options.Side * options.Side * options.Items / seconds.Median;
            Console.WriteLine(Invariant($"| {setup.Processes} | {setup.Jobs} | {Threads(setup.Processes)} | {seconds.Median:0.00} ({seconds.LowerQuartile:0.00} .. {seconds.UpperQuartile:0.00}) | {60 * options.Items / seconds.Median:0} | {megapixels:0.00} | {first / seconds.Median:0.00} | {Spread.Of(measured[setup].Select(m => m.Megabytes)).Median:0} MB |"));
        }

        return 0;
    }

    // The machine's processors shared out, as a scheduler would.
    private static int Threads(int processes) => Math.Max(1, Environment.ProcessorCount / processes);

    private static (double Seconds, double Megabytes) Measure(ScoreScenes scenes, (int Processes, int Jobs) setup)
    {
        string run = scenes.NextRun();
        string[] arguments = ["score", scenes.Manifest, "--out", run, "--reserve", "0", "--jobs", Invariant($"{setup.Jobs}"), "--threads", Invariant($"{Threads(setup.Processes)}")];
        long start = Stopwatch.GetTimestamp();
        Task<ToolRun.Result>[] workers = [.. Enumerable.Range(0, setup.Processes)
            .Select(i => Task.Factory.StartNew(() => ToolRun.Of(Path.GetTempPath(), [.. arguments, "--shard", Invariant($"{i}/{setup.Processes}")]), TaskCreationOptions.LongRunning))];
        ToolRun.Result[] results = [.. workers.Select(w => w.GetAwaiter().GetResult())];
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Directory.Delete(run, recursive: true);
        return (seconds, results.Sum(r => r.PeakMemory) / 1e6);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
