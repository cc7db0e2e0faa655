namespace Cloudless.Temporal;

/// <summary>Options of <see cref="RobustPca"/>; the defaults are Lin et al.'s, but for the tolerance, which single precision bounds.</summary>
public sealed record RobustPcaOptions : DecompositionOptions
{
    /// <summary>Weight of the sparse part; null for 1/sqrt(max(rows, columns)).</summary>
    public double? Sparsity { get; init; }

    /// <summary>Whether missing entries cost nothing, so that they follow the others alone; false takes the first guess for them as if it had been measured.</summary>
    public bool FreeMissing { get; init; }

    /// <summary>Factor by which the penalty grows in every iteration, above 1.</summary>
    public double Growth { get; init; } = 1.5;

    /// <summary>What may be left of the data, as a share of its norm, when it stops.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Iterations at most.</summary>
    public int MostIterations { get; init; } = 200;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MostIterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Growth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Tolerance, 0);
        if (Sparsity is { } weight)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(weight, 0, nameof(Sparsity));
        }
    }
}
