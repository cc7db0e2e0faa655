using Cloudless.Cli.Jobs;
using Cloudless.Removal;

namespace Cloudless.Cli.Demo;

/// <summary>The result of <c>demo</c>.</summary>
internal sealed record DemoReport
{
    /// <summary>Whether the scene was made up.</summary>
    public required bool Synthetic { get; init; }

    /// <summary>Seed of the synthetic scene; null for the user's images.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What was read, done and written.</summary>
    public required RemovalReceipt Receipt { get; init; }

    /// <summary>The cloudy input against the known truth; null for the user's images.</summary>
    public EvaluateReport? Input { get; init; }

    /// <summary>The result against the known truth; null for the user's images.</summary>
    public EvaluateReport? Result { get; init; }
}
