namespace Cloudless.Cli.Clusters;

/// <summary>A run over a manifest on a cluster.</summary>
internal sealed record SubmitRequest
{
    /// <summary>The manifest; full path.</summary>
    public required string Manifest { get; init; }

    /// <summary>The folder of the run; full path.</summary>
    public required string Run { get; init; }

    /// <summary>Parts of the manifest, each a task.</summary>
    public required int Shards { get; init; }

    /// <summary>How a node starts this tool, in words of a shell.</summary>
    public required string Tool { get; init; }

    /// <summary>More arguments for <c>score</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where the tasks work: relative paths in <see cref="Arguments"/> are from there.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Tasks at once; null for as many as the cluster lets.</summary>
    public int? Limit { get; init; }

    /// <summary>How often a task is queued again; 0 for never, by Slurm itself neither.</summary>
    public required int Requeue { get; init; }

    /// <summary>Processors of a task; null for the cluster's default.</summary>
    public int? Cpus { get; init; }

    /// <summary>Options with values for all tasks, in the scheduler's words.</summary>
    public required IReadOnlyList<(string Name, string? Value)> TaskOptions { get; init; }

    /// <summary>The same for all jobs, the report's too.</summary>
    public required IReadOnlyList<(string Name, string? Value)> JobOptions { get; init; }

    /// <summary>More options for all jobs, as they are.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Where scripts and logs lie.</summary>
    public string Folder => Path.Combine(Run, "slurm");

    /// <summary>The script of the tasks.</summary>
    public string ScoreScript => Path.Combine(Folder, "score.sh");

    /// <summary>The script of the report.</summary>
    public string ReportScript => Path.Combine(Folder, "report.sh");
}
