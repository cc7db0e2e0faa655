using System.Runtime.InteropServices;
using Cloudless.Benchmarks.Machine;
using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Report;
using Cloudless.Inference.OnnxRuntime;

namespace Cloudless.Benchmarks;

/// <summary>Measures rows against their rivals, prints, and keeps docs/performance.md and its JSON twin.</summary>
internal sealed class BenchCommand(BenchOptions options)
{
    private readonly RegisterPeak _peak = new(options.Threads);
    private readonly List<RowMeasurement> _measured = [];
    private readonly DateTimeOffset _date = DateTimeOffset.UtcNow;

    /// <summary>Runs the command; returns 1 where a goal is missed, results differ or a row fails.</summary>
    public int Run()
    {
        IReadOnlyList<ComparisonRow> rows = BenchmarkRows.For(options);
        if (options.List || rows.Count == 0)
        {
            Console.WriteLine(string.Join('\n', BenchmarkRows.For(options with { Row = "", List = true }).Select(row => row.Name)));
            return options.List ? 0 : 2;
        }

        PerformanceFiles? files = options.Docs ? new PerformanceFiles(RepositoryFolder.Find()) : null;
        _peak.Measure(10);
        bool failed = false;
        foreach (ComparisonRow row in rows)
        {
            failed |= !TryMeasure(row);

            // After each row, so that an interrupted run keeps what it has.
            files?.Save(Sum(), complete: false);
        }

        BenchmarkRun run = Sum();
        files?.Save(run, complete: options.Row.Length == 0 && !failed);
        Console.WriteLine($"\n{PerformanceTables.Render(run)}");
        return failed || run.Rows.Any(row => row.Rivals.Any(rival => !rival.Passes())) ? 1 : 0;
    }

    private bool TryMeasure(ComparisonRow row)
    {
        if (row.WhyNot() is { } reason)
        {
            Console.WriteLine($"{row.Name}: left out, {reason}");
            return true;
        }

        try
        {
            using Comparison comparison = row.Prepare(options.Threads);
            _peak.Measure(3);
            _measured.Add(RowMeasurement.Take(row.Name, comparison, options.Plan));
            _peak.Measure(3);
        }
        catch (CloudlessException e)
        {
            Console.WriteLine($"{row.Name}: FAILED, {e.Message}");
            return false;
        }

        RowResult result = _measured[^1].Sum(_peak.Gflops);
        string rivals = string.Join("; ", result.Rivals.Select(rival => $"{rival.Times.Name} {rival.Times.Wall.Median:0.0000} s, ratio {rival.Ratio.Median:0.000}"));
        Console.WriteLine($"{row.Name}: ours {result.Ours.Wall.Median:0.0000} s; {rivals}");
        return true;
    }

    private BenchmarkRun Sum() => new()
    {
        Machine = MachineProbe.Ask(),
        Threads = options.Threads,
        Date = _date,
        Commit = SourceCommit.Find(AppContext.BaseDirectory),
        System = RuntimeInformation.OSDescription,
        DotNet = Environment.Version.ToString(),
        OnnxRuntime = OnnxRuntimeLibrary.Current.Version,
        PeakGflops = _peak.Gflops,
        Rows = [.. _measured.Select(row => row.Sum(_peak.Gflops))],
    };
}
