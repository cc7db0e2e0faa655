namespace Cloudless.Training.Engines;

/// <summary>Constants of the NAdam optimizer; the defaults are those of dsen2-cr (Keras Nadam, the same rule as torch's NAdam).</summary>
public sealed record NAdamOptions
{
    /// <summary>Decay of the first moment, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decay of the momentum schedule mu_t = Beta1 (1 - 0.5 * 0.96^(t * ScheduleDecay)), 0 or more.</summary>
    public double ScheduleDecay { get; init; } = 0.004;

    /// <summary>Gradients of a larger global norm (over all parameters together) are scaled down to it; null, the default, leaves them as they are.</summary>
    public double? MaximumGradientNorm { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ThrowUnless(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "in [0, 1)");
        ThrowUnless(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "in [0, 1)");
        ThrowUnless(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
        ThrowUnless(ScheduleDecay >= 0, nameof(ScheduleDecay), ScheduleDecay, "0 or more");
        ThrowUnless(MaximumGradientNorm is null or > 0, nameof(MaximumGradientNorm), MaximumGradientNorm ?? 0, "above 0");
    }

    private static void ThrowUnless(bool valid, string name, double value, string expected)
    {
        if (!valid)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
