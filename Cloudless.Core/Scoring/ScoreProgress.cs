namespace Cloudless.Scoring;

/// <summary>Where a run stands, seen from one worker.</summary>
public sealed record ScoreProgress
{
    /// <summary>Items of this worker's shard.</summary>
    public required int Items { get; init; }

    /// <summary>Done by this worker.</summary>
    public required int Done { get; init; }

    /// <summary>Found done, or done by others meanwhile.</summary>
    public required int Already { get; init; }

    /// <summary>Given up.</summary>
    public required int Failed { get; init; }

    /// <summary>Items in flight, by their ids.</summary>
    public required IReadOnlyList<string> Running { get; init; }

    /// <summary>Pixels of the scenes done by this worker.</summary>
    public required long Pixels { get; init; }

    /// <summary>Time since the run began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time left at the pace so far; null where nothing was done yet.</summary>
    public required TimeSpan? Left { get; init; }

    /// <summary>An item that failed just now, and why; null as a rule.</summary>
    public string? Failure { get; init; }

    /// <summary>Pixels a second.</summary>
    public double PixelsPerSecond => Elapsed > TimeSpan.Zero ? Pixels / Elapsed.TotalSeconds : 0;
}
