using Cloudless.Masks;

namespace Cloudless.Training.Losses;

/// <summary>
/// A loss of the DSen2-CR family as data, one definition for all engines. P, I and T are prediction, cloudy input and target, I and T clipped to 0..10000 DN,
/// all divided by 2000 (network units, as in the papers' code). CM, SM and CSM are the masks of cloud (class 1), shadow (class 2) and both. With mean = sum over N, 13
/// bands, H and W divided by N_tot = N*13*H*W, the loss is
/// <code>
/// CloudTerm   mean((1 - CM)|P - I| + CM|P - T|)  + ShadowTerm mean((1 - SM)|P - I| + SM|P - T|)
/// + CoveredTerm mean((1 - CSM)|P - I| + CSM|P - T|) + TargetTerm mean|P - T|
/// + GradientWeight mean(|dx P - dx T| + |dy P - dy T|)
/// </code>
/// where dx and dy are forward differences to the next column and the next row, none across the image's edge. A pixel thus has
/// weights by its class, which <see cref="WeightsOf"/> gives: its part of the loss is wI |P - I| + wT |P - T|, and a difference between two neighbors weighs the smaller
/// of their wG. The derivative of |x| at 0 is 0.
/// </summary>
public sealed record PixelLoss
{
    /// <summary>Name in logs and model cards.</summary>
    public required string Name { get; init; }

    /// <summary>Factor of the term that asks for the target under clouds and for the input elsewhere, 0 or more.</summary>
    public double CloudTerm { get; init; }

    /// <summary>Factor of the term that asks for the target in shadows and for the input elsewhere, 0 or more.</summary>
    public double ShadowTerm { get; init; }

    /// <summary>Factor of the term that asks for the target under clouds and shadows and for the input elsewhere, 0 or more.</summary>
    public double CoveredTerm { get; init; }

    /// <summary>Factor of |P - T| on all pixels, 0 or more: lambda of the papers.</summary>
    public double TargetTerm { get; init; }

    /// <summary>
    /// Whether each patch of a batch shares <see cref="CloudTerm"/> + <see cref="ShadowTerm"/> among both by its own pixels:
    /// cloud / (cloud + shadow) of it for clouds, the rest for shadows. A patch with neither is shared in halves, which changes nothing: its pixels are all clear.
    /// </summary>
    public bool SharesByPatch { get; init; }

    /// <summary>Factor of the gradient term, 0 or more; 0 leaves it out.</summary>
    public double GradientWeight { get; init; }

    /// <summary>Where the gradient term counts.</summary>
    public GradientScope GradientScope { get; init; }

    /// <summary>Mean |P - T|: the papers' plain L1.</summary>
    public static PixelLoss L1 { get; } = new() { Name = "l1", TargetTerm = 1 };

    /// <summary>
    /// Cloud-adaptive regularized loss (Meraner et al. 2020, eq. 4): mean((1-CSM)|P-I| + CSM|P-T|) + lambda mean|P-T|.
    /// </summary>
    public static PixelLoss Carl(double lambda = 1) => new() { Name = "carl", CoveredTerm = 1, TargetTerm = lambda };

    /// <summary>
    /// Two-mask loss of TMARL (eq. 4-6): alpha mean((1-CM)|P-I| + CM|P-T|) + (1-alpha) mean((1-SM)|P-I| + SM|P-T|) + lambda mean|P-T|.
    /// Note that under clouds it still asks for the input with weight 1 - alpha, in shadows with alpha.
    /// </summary>
    public static PixelLoss Tmarl(double alpha = 0.5, double lambda = 1) => new() { Name = "tmarl", CloudTerm = alpha, ShadowTerm = 1 - alpha, TargetTerm = lambda };

    /// <summary>TMARL with the alpha of each patch's own share of clouds among its covered pixels: the future work that its authors name.</summary>
    public static PixelLoss TmarlAdaptive(double lambda = 1) => Tmarl(0.5, lambda) with { Name = "tmarl-adaptive", SharesByPatch = true };

    /// <summary>This loss with a gradient term.</summary>
    public PixelLoss WithGradient(double weight, GradientScope scope = GradientScope.All) =>
        weight == 0 ? this : this with { Name = Name + "+gradient", GradientWeight = weight, GradientScope = scope };

    /// <summary>The weights of each class in a patch.</summary>
    /// <param name="mask">[H,W] of one image of a batch; 0 clear, 1 cloud, 2 shadow. Read only where <see cref="SharesByPatch"/> is set.</param>
    public LossWeights WeightsOf(ReadOnlySpan<byte> mask)
    {
        double cloud = CloudTerm, shadow = ShadowTerm;
        if (SharesByPatch)
        {
            double clouds = mask.Count(PixelClass.Cloud), shadows = mask.Count(PixelClass.Shadow), both = cloud + shadow;
            cloud = clouds + shadows > 0 ? both * clouds / (clouds + shadows) : both / 2;
            shadow = both - cloud;
        }

        return new LossWeights(
            Of(cloud + shadow + CoveredTerm, TargetTerm),
            Of(shadow, cloud + CoveredTerm + TargetTerm),
            Of(cloud, shadow + CoveredTerm + TargetTerm));
    }

    private PixelWeights Of(double input, double target) =>
        new((float)input, (float)target, GradientScope == GradientScope.Target && target <= input ? 0 : (float)GradientWeight);
}
