namespace Cloudless.Temporal;

/// <summary>Options of <see cref="NonnegativeFactorization"/>.</summary>
public sealed record FactorizationOptions : DecompositionOptions
{
    /// <summary>Which of the three.</summary>
    public FactorizationKind Kind { get; init; } = FactorizationKind.Multiplicative;

    /// <summary>Number of parts that a date is a sum of; dates of the series at most are used.</summary>
    public int Rank { get; init; } = 3;

    /// <summary>Passes over the data at most; for the incremental kind updates for each new date.</summary>
    public int MostIterations { get; init; } = 60;

    /// <summary>It stops when a pass betters the error by less than this share of it.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Start of the random factors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostIterations, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Tolerance);
        if (!Enum.IsDefined(Kind))
        {
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "There is no such factorization.");
        }
    }
}

/// <summary>Kinds of nonnegative matrix factorization.</summary>
public enum FactorizationKind
{
    /// <summary>Least squares by multiplicative updates (Lee and Seung 2000, Algorithms for non-negative matrix factorization).</summary>
    Multiplicative,

    /// <summary>Date after date, with what was learned of the dates before kept in two small sums (Bucak, Gunsel and Gursoy 2007, Incremental nonnegative matrix factorization for background modeling in surveillance video).</summary>
    Incremental,

    /// <summary>Least absolute deviations by rank-one residual iteration with weighted medians (Guan et al. 2012, MahNMF: Manhattan non-negative matrix factorization).</summary>
    Manhattan,
}
