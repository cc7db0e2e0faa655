using System.Text;
using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Report;

/// <summary>The report as Markdown.</summary>
internal static class PerformanceTables
{
    /// <summary>All runs, those of one machine together.</summary>
    public static string Render(PerformanceReport report)
    {
        var text = new StringBuilder();
        foreach (var machine in report.Runs.GroupBy(run => (run.Machine, run.Threads)))
        {
            MachineRecord record = machine.Key.Machine;
            text.Append($"### {record.Processor}, {record.Processors} processors, {machine.Key.Threads} threads\n\n");
            text.Append($"Instruction sets: {record.InstructionSets}.\n\n");
            foreach (BenchmarkRun run in machine)
            {
                text.Append(Render(run));
            }
        }

        return text.ToString();
    }

    /// <summary>One run: its circumstances, ratios against goals, times.</summary>
    public static string Render(BenchmarkRun run)
    {
        var text = new StringBuilder();
        text.Append($"Measured {run.Date.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(run.Commit is null ? "" : $" at {run.Commit}")}; {run.System}, .NET {run.DotNet}, ONNX Runtime {run.OnnxRuntime}; ");
        text.Append($"register-only peak {run.PeakGflops:0.0} GFLOP/s.\n\n");
        text.Append("| work | rival | ratio (quartiles) | rounds | at least | aim | | same result |\n|---|---|---|---|---|---|---|---|\n");
        foreach ((RowResult row, RivalResult rival) in run.Rows.SelectMany(row => row.Rivals.Select(rival => (row, rival))))
        {
            text.Append($"| {row.Name} | {rival.Times.Name} | **{rival.Ratio.Median:0.00}** ({rival.Ratio.LowerQuartile:0.00} .. {rival.Ratio.UpperQuartile:0.00}) | {rival.Ratios.Length} | ");
            text.Append($"{rival.Goal?.Required:0.00} | {rival.Goal?.Aim:0.00} | {Word(rival.Verdict)} | {Word(rival.Agreement)} |\n");
        }

        text.Append("\n| work | who | time (quartiles) | per second | of peak | processors busy |\n|---|---|---|---|---|---|\n");
        foreach (RowResult row in run.Rows)
        {
            foreach (ContenderResult contender in row.Rivals.Select(rival => rival.Times).Prepend(row.Ours))
            {
                text.Append($"| {row.Name} | {contender.Name}: {contender.Description} | {Time(contender.Wall)} | {contender.WorkPerSecond:0.0} {row.Work.Unit} | ");
                text.Append($"{contender.FractionOfPeak:0 %} | {contender.BusyProcessors:0.00} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Time(Spread wall) => wall.Median < 1
        ? $"{1000 * wall.Median:0.0} ms ({1000 * wall.LowerQuartile:0.0} .. {1000 * wall.UpperQuartile:0.0})"
        : $"{wall.Median:0.00} s ({wall.LowerQuartile:0.00} .. {wall.UpperQuartile:0.00})";

    private static string Word(Verdict? verdict) => verdict switch
    {
        Verdict.AimReached => "aim reached",
        Verdict.Reached => "reached",
        Verdict.Missed => "MISSED",
        _ => "",
    };

    private static string Word(Agreement? agreement) => agreement switch
    {
        { Holds: true } => agreement.Text,
        { Holds: false } => $"NO: {agreement.Text}",
        _ => "",
    };
}
