namespace Cloudless.Training.Augmentation;

/// <summary>Which pixels the shadow test's statistics are taken over.</summary>
public enum MaskScope
{
    /// <summary>The whole patch, as the masks of evaluation and use.</summary>
    Patch,

    /// <summary>The crop, as dsen2-cr trains; its masks vary with the crop.</summary>
    Crop,
}

/// <summary>How samples are varied. Everything is drawn anew for every sample of every batch, and one draw serves all images of a sample.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Whether crops lie anywhere in the patch, each place as likely; else at its top left, as dsen2-cr validates.</summary>
    public bool RandomCrop { get; init; } = true;

    /// <summary>Whether samples are flipped: none, rows or columns, each as likely, as dsen2-cr does.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Whether samples are turned by 0 to 3 quarters, each as likely, after the flip.</summary>
    public bool Turn { get; init; } = true;

    /// <summary>Where masks are computed.</summary>
    public MaskScope MaskScope { get; init; } = MaskScope.Patch;

    /// <summary>Probability that a sample's SAR is replaced by <see cref="Fusion.SarFill"/>, so that a network does not lean on memorized SAR.</summary>
    public double SarDropout { get; init; } = 0.1;

    /// <summary>
    /// Probability that a sample's B10 is replaced by <see cref="Fusion.MissingCirrus.Fill"/> in what the network sees, so that it serves images without it; the
    /// target and the masks of the loss keep theirs.
    /// </summary>
    public double B10Dropout { get; init; }

    /// <summary>Standard deviation of one level error per sample and SAR channel, dB.</summary>
    public double SarJitter { get; init; } = 1;

    /// <summary>Standard deviation of one gain per sample, common to all bands of input and target (its natural logarithm).</summary>
    public double BrightnessJitter { get; init; } = 0.08;

    /// <summary>Standard deviation of one gain per sample and band, common to input and target (its natural logarithm).</summary>
    public double BandJitter { get; init; } = 0.04;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        CheckProbability(SarDropout, nameof(SarDropout));
        CheckProbability(B10Dropout, nameof(B10Dropout));
        ArgumentOutOfRangeException.ThrowIfNegative(SarJitter);
        ArgumentOutOfRangeException.ThrowIfNegative(BrightnessJitter);
        ArgumentOutOfRangeException.ThrowIfNegative(BandJitter);
    }

    private static void CheckProbability(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A probability lies in 0..1.");
        }
    }
}
