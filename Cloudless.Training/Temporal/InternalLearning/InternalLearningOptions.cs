using Cloudless.Networks;

namespace Cloudless.Training.Temporal;

/// <summary>How <see cref="InternalLearning"/> fits a network to a series.</summary>
public sealed record InternalLearningOptions
{
    /// <summary>Size of the network; whether SAR drives it is chosen by the series unless <see cref="UseSar"/> forbids it.</summary>
    public SequenceToSequenceOptions Network { get; init; } = new();

    /// <summary>Whether SAR drives the network where the series has any; else seeded noise does.</summary>
    public bool UseSar { get; init; } = true;

    /// <summary>Passes, at most: 20 as published.</summary>
    public int Passes { get; init; } = 20;

    /// <summary>Iterations in a pass, each on one batch: 100 as published.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Neighboring dates in a batch: 5 as published; a shorter series is one batch.</summary>
    public int Dates { get; init; } = 5;

    /// <summary>Learning rate of ADAM: 0.01 as published.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Side of the crop that an iteration looks at, in pixels; 0 takes the whole image. Crops cost less; what is made is always the whole image.</summary>
    public int Crop { get; init; }

    /// <summary>Share of the clear patches that is withheld from the fit to tell when to stop; 0 withholds none, and all passes are done.</summary>
    public double HeldOutShare { get; init; } = 0.1;

    /// <summary>Side of a withheld patch in pixels.</summary>
    public int HeldOutSide { get; init; } = 16;

    /// <summary>Passes without a better image of the withheld pixels after which the fit ends.</summary>
    public int Patience { get; init; } = 4;

    /// <summary>Whether clear pixels of a date are kept as they are; without it the network's image is taken everywhere, as published.</summary>
    public bool KeepClear { get; init; } = true;

    /// <summary>Seed of weights, noise, withheld patches and order of batches.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Weight of the perceptual term where there is a network for it: 0.01 as published.</summary>
    public double PerceptualWeight { get; init; } = 0.01;

    /// <summary>Longest time of a fit; it ends within a pass, and what was best so far is taken. Null for no limit. A fit that it ended does not repeat bit by bit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Network.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Passes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Dates, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(Crop);
        ArgumentOutOfRangeException.ThrowIfNegative(HeldOutShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HeldOutShare, 0.5);
        ArgumentOutOfRangeException.ThrowIfLessThan(HeldOutSide, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PerceptualWeight);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TimeLimit ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(TimeLimit));
        int multiple = 1 << Network.Levels;
        if (Crop % multiple != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Crop), Crop, $"A crop's side is a multiple of {multiple} pixels, because the network halves it {Network.Levels} times.");
        }
    }
}
