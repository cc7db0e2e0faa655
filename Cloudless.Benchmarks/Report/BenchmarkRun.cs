namespace Cloudless.Benchmarks.Report;

/// <summary>Rows that were measured by one command.</summary>
internal sealed record BenchmarkRun
{
    /// <summary>Where.</summary>
    public required MachineRecord Machine { get; init; }

    /// <summary>Threads of each contender.</summary>
    public required int Threads { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The commit that was measured; null where that is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Operating system.</summary>
    public required string System { get; init; }

    /// <summary>.NET's version.</summary>
    public required string DotNet { get; init; }

    /// <summary>ONNX Runtime's version.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>Fastest measurement in this run of multiply-adds that touch registers alone, GFLOP/s on <see cref="Threads"/> threads.</summary>
    public required double PeakGflops { get; init; }

    /// <summary>The rows in the order of the registry.</summary>
    public required IReadOnlyList<RowResult> Rows { get; init; }
}
