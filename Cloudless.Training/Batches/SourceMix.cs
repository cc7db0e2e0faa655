namespace Cloudless.Training.Batches;

/// <summary>How often a sample of a batch comes from which source; weights, not probabilities. A source without samples is left out.</summary>
public sealed record SourceMix
{
    /// <summary>Real pairs with SAR (triplets).</summary>
    public double Triplets { get; init; } = 0.35;

    /// <summary>Real pairs without SAR.</summary>
    public double Pairs { get; init; } = 0.2;

    /// <summary>Real clouds pasted on cloud-free images.</summary>
    public double Pasted { get; init; } = 0.25;

    /// <summary>Simulated clouds on cloud-free images.</summary>
    public double Simulated { get; init; } = 0.2;

    /// <summary>Checks the weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or all are zero.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Triplets);
        ArgumentOutOfRangeException.ThrowIfNegative(Pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(Pasted);
        ArgumentOutOfRangeException.ThrowIfNegative(Simulated);
        ArgumentOutOfRangeException.ThrowIfZero(Triplets + Pairs + Pasted + Simulated);
    }
}
