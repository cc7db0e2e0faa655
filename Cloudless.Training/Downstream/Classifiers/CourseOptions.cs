namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>How long a network that tells patches apart learns, in what steps, and by what it is judged.</summary>
public sealed record CourseOptions
{
    /// <summary>Patches in a batch, 2 at least.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Passes over the patches, at most; the one that tells most of the patches left out right is taken.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Longest time of the training; null for no limit. A training that it ended does not repeat bit by bit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Learning rate of ADAM.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>What of each weight is added to its gradient.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Share of the patches that is left out to judge by and to choose the pass, where the split is drawn: more than 0, at most 0.9.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Seed of weights, split, order and turns.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValidationShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ValidationShare, 0.9);
    }
}
