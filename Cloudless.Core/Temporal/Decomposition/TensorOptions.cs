namespace Cloudless.Temporal;

/// <summary>Options of <see cref="TensorDecomposition"/>.</summary>
public sealed record TensorOptions : DecompositionOptions
{
    /// <summary>Columns of the basis of each unfolding; half its height at most is used, else it would hold clouds as well as ground.</summary>
    public int Rank { get; init; } = 10;

    /// <summary>Weight of the size of basis and coefficients; null for 1/sqrt of the longest side of an image.</summary>
    public double? Shrinkage { get; init; }

    /// <summary>Weight of the sparse part; null for 1/sqrt of the longest side of an image.</summary>
    public double? Sparsity { get; init; }

    /// <summary>Turns between coefficients and sparse part for each date.</summary>
    public int Turns { get; init; } = 10;

    /// <summary>Start of the random bases.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Turns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Shrinkage ?? 1, 0, nameof(Shrinkage));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Sparsity ?? 1, 0, nameof(Sparsity));
    }
}
