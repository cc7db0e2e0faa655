using System.Text.Json;

namespace Cloudless.Scoring;

/// <summary>How a worker's run ended.</summary>
public enum RunEnding
{
    /// <summary>Every item of the shard is done or given up.</summary>
    Complete,

    /// <summary>It was asked to stop before; the rest waits for another run.</summary>
    Stopped,

    /// <summary>The disk is full, or nearly.</summary>
    DiskFull,

    /// <summary>Others still work on the last items.</summary>
    HeldByOthers,
}

/// <summary>What a worker's run did.</summary>
public sealed record ScoreSummary
{
    /// <summary>The folder of the run.</summary>
    public required string Folder { get; init; }

    /// <summary>Items of the manifest.</summary>
    public required int Items { get; init; }

    /// <summary>The part that was this worker's, as <c>i/n</c>.</summary>
    public required string Shard { get; init; }

    /// <summary>Items of this part.</summary>
    public required int ShardItems { get; init; }

    /// <summary>Done by this worker.</summary>
    public required int Done { get; init; }

    /// <summary>Found done, or done by others meanwhile.</summary>
    public required int Already { get; init; }

    /// <summary>Given up; failed.jsonl tells which and why.</summary>
    public required int Failed { get; init; }

    /// <summary>Attempts behind the first ones.</summary>
    public required int Retries { get; init; }

    /// <summary>Neither done nor given up.</summary>
    public int Left => ShardItems - Done - Already - Failed;

    /// <summary>Why the run ended.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Pixels of the scenes done by this worker.</summary>
    public required long Pixels { get; init; }

    /// <summary>Time in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Things to tell the user; empty as a rule.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The summary as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ScoringIndentedJson.Pages.ScoreSummary);
}
