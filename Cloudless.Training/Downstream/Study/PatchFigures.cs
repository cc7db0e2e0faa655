namespace Cloudless.Training.Downstream;

/// <summary>What was found about one patch.</summary>
internal sealed record PatchFigures
{
    public required string Id { get; init; }

    public required string Scene { get; init; }

    /// <summary>Index of the true class.</summary>
    public required int Truth { get; init; }

    /// <summary>Share of cloud pixels, 0..1, in the cloudy patch.</summary>
    public required double Cover { get; init; }

    /// <summary>Share of cloud and shadow pixels: the mask that detail and saliency are divided by.</summary>
    public required double Covered { get; init; }

    /// <summary>One for each condition, the clear patch first.</summary>
    public required IReadOnlyList<ConditionFigures> Conditions { get; init; }
}

/// <summary>What was found about one patch in one condition; NaN where something does not exist, as errors of the clear patch against itself.</summary>
internal sealed record ConditionFigures
{
    public required IReadOnlyList<float> Logits { get; init; }

    public required int Predicted { get; init; }

    public required Belief Belief { get; init; }

    /// <summary>Structural similarity to the clear patch (definition of UnCRtainTS).</summary>
    public required double Ssim { get; init; }

    /// <summary>dB; infinity where the patches are equal.</summary>
    public required double Psnr { get; init; }

    /// <summary>Degrees.</summary>
    public required double Sam { get; init; }

    /// <summary>Reflectance.</summary>
    public required double Mae { get; init; }

    /// <summary>Fine detail as the share of the clear patch's.</summary>
    public required DetailKept Detail { get; init; }

    /// <summary>Share of the saliency of the predicted class that lies under the mask; NaN without maps.</summary>
    public required double Attention { get; init; }

    /// <summary>By how much the logarithm of the true class's probability fell from the clear patch's; nats.</summary>
    public required double Loss { get; init; }
}
