namespace Cloudless.Benchmarks.Paired;

/// <summary>What ours is compared with.</summary>
/// <param name="Contender">The rival itself.</param>
/// <param name="Goal">The ratio to reach; null where none was set.</param>
internal sealed record Rival(Contender Contender, Goal? Goal = null)
{
    /// <summary>How often the rival's time counts: 3 for "three times its forward time".</summary>
    public double Factor { get; init; } = 1;

    /// <summary>What one run of the rival does, in the row's unit, where that is not what ours does; null for the row's work.</summary>
    public Work? Work { get; init; }

    /// <summary>Compares the results of the last runs, once all runs are done; null where there is nothing to compare.</summary>
    public Func<Agreement>? Agreement { get; init; }
}
