using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Report;

/// <summary>What one contender took.</summary>
internal sealed record ContenderResult
{
    /// <summary>What the tables call it.</summary>
    public required string Name { get; init; }

    /// <summary>Versions, instruction set, threads.</summary>
    public required string Description { get; init; }

    /// <summary>Wall time of each round in seconds.</summary>
    public required double[] WallSeconds { get; init; }

    /// <summary>Processor time of each round in seconds.</summary>
    public required double[] ProcessorSeconds { get; init; }

    /// <summary>Median and spread of <see cref="WallSeconds"/>.</summary>
    public required Spread Wall { get; init; }

    /// <summary>Processors that were busy on it: the median of processor time over wall time.</summary>
    public required double BusyProcessors { get; init; }

    /// <summary>Work per second of the median wall time, in the row's unit.</summary>
    public required double WorkPerSecond { get; init; }

    /// <summary>Direct-equivalent GFLOP/s over the register-only peak; null where the row counts no operations.</summary>
    public double? FractionOfPeak { get; init; }

    /// <summary>Sums a contender's rounds up.</summary>
    public static ContenderResult From(Contender contender, IReadOnlyList<RunTime> times, Work work, double peakGflops)
    {
        var wall = Spread.Of(times.Select(time => time.Wall));
        return new ContenderResult
        {
            Name = contender.Name,
            Description = contender.Description,
            WallSeconds = [.. times.Select(time => time.Wall)],
            ProcessorSeconds = [.. times.Select(time => time.Processor)],
            Wall = wall,
            BusyProcessors = Spread.Of(times.Select(time => time.Processor / time.Wall)).Median,
            WorkPerSecond = work.Amount / wall.Median,
            FractionOfPeak = work.Gflop / wall.Median / peakGflops,
        };
    }
}
