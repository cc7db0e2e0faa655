using Cloudless.Networks;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>How a <see cref="SequenceToPoint"/> is trained; the defaults are those of Ebel et al. 2022, section IV-C, but for patches and length.</summary>
public sealed record SeriesTrainOptions
{
    /// <summary>The network; its dates are drawn between the least and the most.</summary>
    public SequenceToPointOptions Network { get; init; } = new();

    /// <summary>Side of the square patches in pixels.</summary>
    public int Patch { get; init; } = 128;

    /// <summary>Series in a batch, all of one number of dates; 1 as published.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Steps in all.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>Steps in which the branches stay as they are and only what joins dates is trained; 25000 as published.</summary>
    public int FrozenSteps { get; init; } = 25_000;

    /// <summary>ADAM's rate; 0.0002 as published.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>ADAM's decay of the first moment; 0.5 as published.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>ADAM's decay of the second moment; 0.999 as published.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Factor on the mean absolute difference, in network units of 2000 DN; 100 as published.</summary>
    public double L1Weight { get; init; } = 100;

    /// <summary>Factor on the perceptual term, where there is a network for it; 1 as published.</summary>
    public double PerceptualWeight { get; init; } = 1;

    /// <summary>How often the target's own date is among the inputs, under clouds of another date, 0..1; the published draws have only other dates (0).</summary>
    public double OwnDate { get; init; } = 0.7;

    /// <summary>A date may be a target up to this cloud cover, 0..1.</summary>
    public double ClearCover { get; init; } = 0.05;

    /// <summary>How often a sample's SAR is left out, so that the network can do without, 0..1; for networks with SAR.</summary>
    public double SarDropout { get; init; } = 0.3;

    /// <summary>Share of the columns of every image, at its right, that training never sees and validation looks at, 0..0.5.</summary>
    public double ValidationShare { get; init; } = 0.25;

    /// <summary>Steps between validations.</summary>
    public int ValidateEvery { get; init; } = 500;

    /// <summary>Seed of all draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Network.Validate();
        AtLeast(Patch, 8, nameof(Patch));
        AtLeast(Batch, 1, nameof(Batch));
        AtLeast(Steps, 1, nameof(Steps));
        AtLeast(FrozenSteps, 0, nameof(FrozenSteps));
        AtLeast(ValidateEvery, 1, nameof(ValidateEvery));
        Between(LearningRate, 1e-12, 1, nameof(LearningRate));
        Between(Beta1, 0, 0.999999, nameof(Beta1));
        Between(Beta2, 0, 0.999999, nameof(Beta2));
        Between(L1Weight, 1e-6, 1e6, nameof(L1Weight));
        Between(PerceptualWeight, 0, 1e6, nameof(PerceptualWeight));
        Between(OwnDate, 0, 1, nameof(OwnDate));
        Between(ClearCover, 0, 1, nameof(ClearCover));
        Between(SarDropout, 0, 1, nameof(SarDropout));
        Between(ValidationShare, 0, 0.5, nameof(ValidationShare));
    }

    private static void AtLeast(int value, int least, string name) => ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);

    private static void Between(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must lie in {least}..{most}."));
        }
    }
}
