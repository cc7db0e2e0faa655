using System.Text.Json;

namespace Cloudless.Scoring;

/// <summary>How a worker is.</summary>
public enum WorkerState
{
    /// <summary>It gave a sign lately.</summary>
    Working,

    /// <summary>It ended.</summary>
    Ended,

    /// <summary>Its process is gone.</summary>
    Dead,

    /// <summary>It gave no sign for a while: dead, cut off, or suspended.</summary>
    Silent,
}

/// <summary>One worker of a run.</summary>
public sealed record WorkerStatus
{
    /// <summary>Machine, process, mark.</summary>
    public required string Name { get; init; }

    /// <summary>How it is.</summary>
    public required WorkerState State { get; init; }

    /// <summary>Why it ended; null where it did not.</summary>
    public required RunEnding? Ending { get; init; }

    /// <summary>Its part of the manifest.</summary>
    public required string Shard { get; init; }

    /// <summary>Items it did.</summary>
    public required int Done { get; init; }

    /// <summary>Items it gave up.</summary>
    public required int Failed { get; init; }

    /// <summary>Items in flight.</summary>
    public required IReadOnlyList<string> Running { get; init; }

    /// <summary>When it began, by its own clock.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Its last sign, by its own clock.</summary>
    public required DateTimeOffset LastSign { get; init; }
}

/// <summary>How a run stands, told by its workers' journals.</summary>
public sealed record RunStatus
{
    /// <summary>The folder of the run.</summary>
    public required string Folder { get; init; }

    /// <summary>Name and version of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Items of the manifest that the latest worker read.</summary>
    public required int Items { get; init; }

    /// <summary>Items done.</summary>
    public required int Done { get; init; }

    /// <summary>Items given up and not done since.</summary>
    public required int Failed { get; init; }

    /// <summary>Items in flight.</summary>
    public required int Running { get; init; }

    /// <summary>Items neither done nor given up.</summary>
    public int Left => Math.Max(0, Items - Done - Failed);

    /// <summary>Pixels of the scenes done.</summary>
    public required long Pixels { get; init; }

    /// <summary>Items an hour lately; 0 where nobody works.</summary>
    public required double ItemsPerHour { get; init; }

    /// <summary>Pixels a second lately; 0 where nobody works.</summary>
    public required double PixelsPerSecond { get; init; }

    /// <summary>Seconds left at this pace; null where nobody works.</summary>
    public required double? SecondsLeft { get; init; }

    /// <summary>The workers, the latest first.</summary>
    public required IReadOnlyList<WorkerStatus> Workers { get; init; }

    /// <summary>The status as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ScoringIndentedJson.Pages.RunStatus);

    /// <summary>Reads how a run stands; it may be going on, also on other machines.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <exception cref="CloudlessException">There is no run.</exception>
    public static RunStatus Read(string folder) => RunHistory.Read(new RunFolder(folder)).Status(DateTimeOffset.UtcNow);
}
