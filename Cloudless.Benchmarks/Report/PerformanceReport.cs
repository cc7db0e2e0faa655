namespace Cloudless.Benchmarks.Report;

/// <summary>All that is known: the last measurement of each row on each machine.</summary>
/// <param name="Runs">Runs that still have a row of their own, oldest first.</param>
internal sealed record PerformanceReport(IReadOnlyList<BenchmarkRun> Runs)
{
    /// <summary>Takes a run in: its rows replace those of the same name, machine and number of threads.</summary>
    /// <param name="run">The new run.</param>
    /// <param name="complete">Whether it measured every row there is, so that nothing older of this machine stays.</param>
    public PerformanceReport With(BenchmarkRun run, bool complete)
    {
        HashSet<string> measured = [.. run.Rows.Select(row => row.Name)];
        var kept = Runs
            .Select(old => old.Machine != run.Machine || old.Threads != run.Threads ? old
                : old with { Rows = [.. old.Rows.Where(row => !complete && !measured.Contains(row.Name))] })
            .Append(run);
        return new PerformanceReport([.. kept.Where(old => old.Rows.Count > 0)]);
    }
}
