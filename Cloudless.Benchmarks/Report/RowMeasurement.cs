using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Report;

/// <summary>The times of a row before the run's peak is known: a later row may still find the machine faster.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Work">What one run of ours does.</param>
/// <param name="Ours">Our side.</param>
/// <param name="Rivals">The other sides.</param>
/// <param name="Times">Per contender, ours first.</param>
/// <param name="Agreements">Per rival.</param>
internal sealed record RowMeasurement(
    string Name, Work Work, Contender Ours, IReadOnlyList<Rival> Rivals, IReadOnlyList<IReadOnlyList<RunTime>> Times, IReadOnlyList<Agreement?> Agreements)
{
    /// <summary>Measures a row.</summary>
    public static RowMeasurement Take(string name, Comparison comparison, RoundPlan plan)
    {
        var times = PairedRun.Measure([comparison.Ours, .. comparison.Rivals.Select(rival => rival.Contender)], plan);
        return new RowMeasurement(
            name, comparison.Work, comparison.Ours, comparison.Rivals, times, [.. comparison.Rivals.Select(rival => rival.Agreement?.Invoke())]);
    }

    /// <summary>Sums up.</summary>
    /// <param name="peakGflops">The register-only peak of the run, GFLOP/s.</param>
    public RowResult Sum(double peakGflops)
    {
        var ours = ContenderResult.From(Ours, Times[0], Work, peakGflops);
        return new RowResult(Name, Work, ours, [.. Rivals.Select((rival, i) =>
            RivalResult.From(rival, ours, ContenderResult.From(rival.Contender, Times[i + 1], rival.Work ?? Work, peakGflops), Agreements[i]))]);
    }
}
