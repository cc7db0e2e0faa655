namespace Cloudless.Training.Datasets.Checks;

/// <summary>A check as a user asks for it.</summary>
public sealed record CheckRequest
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What it is taken to be.</summary>
    public DatasetOptions Options { get; init; } = new();

    /// <summary>Whether only names are looked at, not pixels.</summary>
    public bool NamesOnly { get; init; }

    /// <summary>Table of cloud covers to write; null for none.</summary>
    public string? CoversPath { get; init; }

    /// <summary>Whether a table that exists is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads; 0 takes all processors.</summary>
    public int Threads { get; init; }
}
