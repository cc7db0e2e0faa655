namespace Cloudless.Scoring;

/// <summary>What became of an item.</summary>
public enum ItemOutcome
{
    /// <summary>Done by this worker.</summary>
    Done,

    /// <summary>Found done: its receipt is of the same inputs and settings, and its outputs are there.</summary>
    Already,

    /// <summary>Given up.</summary>
    Failed,
}

/// <summary>A line of a worker's journal: one of its members is there, beside the time.</summary>
/// <remarks>Journals tell how a run goes; what is done, receipts alone decide. A line that is not whole is passed over.</remarks>
internal sealed record JournalEntry
{
    public required DateTimeOffset At { get; init; }

    public WorkerBegin? Begin { get; init; }

    public ItemEnd? Item { get; init; }

    public WorkerBeat? Beat { get; init; }

    public WorkerEnd? End { get; init; }
}

/// <summary>A worker began.</summary>
internal sealed record WorkerBegin(string Worker, ProcessIdentity Process, string Version, string Manifest, int Items, string Shard, int ShardItems, int Jobs, string Engine, bool Pictures);

/// <summary>An item came to its end.</summary>
internal sealed record ItemEnd
{
    public required string Id { get; init; }

    public required ItemOutcome Outcome { get; init; }

    public int Attempts { get; init; }

    public double Seconds { get; init; }

    public long Pixels { get; init; }

    public long Bytes { get; init; }

    /// <summary>Repainted pixels in percent of those with data.</summary>
    public double Changed { get; init; }

    /// <summary>What the item was; of failed ones only.</summary>
    public ManifestItem? Of { get; init; }

    /// <summary>Why; of failed ones only.</summary>
    public string? Error { get; init; }
}

/// <summary>A worker lives.</summary>
internal sealed record WorkerBeat(IReadOnlyList<string> Running, int Waiting);

/// <summary>A worker ended.</summary>
internal sealed record WorkerEnd(RunEnding Ending);
