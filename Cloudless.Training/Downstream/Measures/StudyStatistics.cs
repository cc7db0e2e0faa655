namespace Cloudless.Training.Downstream;

/// <summary>How intervals are drawn.</summary>
public sealed record StudyStatistics
{
    /// <summary>Resamples.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Seed of the resamples.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of the resamples inside an interval, 0..1.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Whether whole scenes are drawn instead of patches: wider, and right where patches of one scene are alike.</summary>
    public bool ByScene { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 10);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Level, 1);
    }
}
