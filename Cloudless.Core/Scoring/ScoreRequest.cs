using Cloudless.Inference;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>A run over a manifest.</summary>
public sealed record ScoreRequest
{
    /// <summary>The manifest: JSON Lines or CSV.</summary>
    public required string ManifestPath { get; init; }

    /// <summary>The folder of the run; made where it is not there. Several processes may work in it at once.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Model file; null for the default model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>What is removed and how, where an item does not say otherwise.</summary>
    public RemovalOptions Options { get; init; } = new();

    /// <summary>What the scenes do not tell about themselves, where an item does not say otherwise.</summary>
    public OpticalSourceOptions Source { get; init; } = new();

    /// <summary>The part of each scene that is worked on and written, where an item does not say otherwise; null for all of it.</summary>
    public SceneBounds? Bounds { get; init; }

    /// <summary>Layout of the GeoTIFFs; whether files are replaced, threads and colors are not looked at.</summary>
    public RasterWriteOptions Layout { get; init; } = new() { Overviews = true };

    /// <summary>What is written for each item, beside the cloud-free image.</summary>
    public ScoreOutputs Outputs { get; init; } = new();

    /// <summary>The part of the manifest that this process does.</summary>
    public Shard Shard { get; init; } = Shard.All;

    /// <summary>Whether a run of another model or other options in the folder is replaced, item by item; else it is refused.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether inputs and outputs of what is done are read again and compared by their SHA-256, not only by size and time.</summary>
    public bool Verify { get; init; }

    /// <summary>How this process works.</summary>
    public ScoreExecution Execution { get; init; } = new();
}

/// <summary>What depends on the machine and changes no result.</summary>
public sealed record ScoreExecution
{
    /// <summary>Engine, threads, precision and tile size.</summary>
    public ExecutionOptions Engine { get; init; } = new();

    /// <summary>Items in flight at once, at least 1: while the engine computes one, another is read or written. Each takes the memory of a removal.</summary>
    public int Jobs { get; init; } = 2;

    /// <summary>How often an item is tried before it counts as failed, at least 1. Only errors that may pass are tried again.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Pause before the second attempt; each further one is twice as long, two minutes at most, all with a quarter of chance.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many processes may die over an item before it counts as failed, at least 1.</summary>
    public int Deaths { get; init; } = 10;

    /// <summary>How long items in flight may go on after the run was asked to stop.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After which time without a sign the worker of another machine counts as dead.</summary>
    public TimeSpan ClaimExpiry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long, with nothing else left to do, items are waited for that others work on.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Space in bytes that is left free on the disk.</summary>
    public long Reserve { get; init; } = 1L << 30;
}
