namespace Cloudless.Training.Temporal;

/// <summary>How dates are drawn from a series.</summary>
public sealed record SeriesSamplerOptions
{
    /// <summary>The rule.</summary>
    public SeriesSampling Kind { get; init; } = SeriesSampling.Fixed;

    /// <summary>Number of inputs, 1 or more; 3 in the published systems.</summary>
    public int Dates { get; init; } = 3;

    /// <summary>Smallest cloud cover of an input, 0..1; for <see cref="SeriesSampling.Fixed"/> alone.</summary>
    public double MinimumCover { get; init; }

    /// <summary>Largest cloud cover of an input, 0..1; for <see cref="SeriesSampling.Fixed"/> alone.</summary>
    public double MaximumCover { get; init; } = 1;

    /// <summary>A date is clear below this cover, 0..1: <see cref="SeriesSampling.Random"/> draws targets among those; 0.001 as published.</summary>
    public double ClearCover { get; init; } = 1e-3;

    /// <summary>
    /// The published rules with their faults, to compare with published figures: <see cref="SeriesSampling.Fixed"/> may take the target for an input, which
    /// then shows what it is to predict, and <see cref="SeriesSampling.Random"/> calls every draw a match. Off by default: no input is the target, and
    /// <see cref="SeriesDraw.Matches"/> tells the truth.
    /// </summary>
    public bool AsPublished { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Kind))
        {
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Use Fixed or Random.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Dates, 1);
        Share(MinimumCover, nameof(MinimumCover));
        Share(MaximumCover, nameof(MaximumCover));
        Share(ClearCover, nameof(ClearCover));
        if (MinimumCover > MaximumCover)
        {
            throw new ArgumentException($"MinimumCover ({MinimumCover}) is above MaximumCover ({MaximumCover}): no date has such a cover.");
        }
    }

    private static void Share(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A cloud cover lies in 0..1.");
        }
    }
}
