using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Report;

namespace Cloudless.Tests.Benchmarks;

/// <summary>Runs with made-up times.</summary>
internal static class SampleRuns
{
    public static BenchmarkRun Make(double seconds, params string[] rows) => new()
    {
        Machine = new MachineRecord("A processor", "avx2, fma", 2),
        Threads = 2,
        Date = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Commit = "abc1234",
        System = "A system",
        DotNet = "10.0.0",
        OnnxRuntime = "1.2.3",
        PeakGflops = 200,
        Rows = [.. rows.Select(name => Row(name, seconds))],
    };

    private static RowResult Row(string name, double seconds)
    {
        Contender ours = new("ours", "two threads", () => default), theirs = new("A rival", "two threads", () => default);
        Rival[] rivals = [new(theirs, new Goal(2, 3)), new(theirs with { Name = "Another" })];
        RunTime[] own = [new(seconds, 2 * seconds), new(seconds, 2 * seconds)];
        RunTime[] other = [new(2 * seconds, 3 * seconds), new(3 * seconds, 3 * seconds)];
        return new RowMeasurement(name, Work.OfOperations(100e9), ours, rivals, [own, other, own], [new Agreement("0.1 of 0.5 DN", true), null]).Sum(200);
    }
}
