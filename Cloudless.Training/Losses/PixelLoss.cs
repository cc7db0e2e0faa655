namespace Cloudless.Training.Losses;

/// <summary>
/// A loss of the DSen2-CR family, one definition for all engines: the mean over N, 13 bands, H and W of
/// wI |P - I| + wT |P - T|, with weights by the pixel's class. P, I and T are prediction, cloudy input and target, clipped (I, T) to 0..10000 DN
/// and divided by 2000 (network units, as in the papers' code).
/// </summary>
/// <param name="Name">Name in logs and model cards.</param>
/// <param name="InputWeightClear">wI on clear pixels.</param>
/// <param name="TargetWeightClear">wT on clear pixels.</param>
/// <param name="InputWeightCloud">wI on cloud pixels (class 1).</param>
/// <param name="TargetWeightCloud">wT on cloud pixels.</param>
/// <param name="InputWeightShadow">wI on shadow pixels (class 2).</param>
/// <param name="TargetWeightShadow">wT on shadow pixels.</param>
public sealed record PixelLoss(
    string Name,
    double InputWeightClear, double TargetWeightClear,
    double InputWeightCloud, double TargetWeightCloud,
    double InputWeightShadow, double TargetWeightShadow)
{
    /// <summary>Mean |P - T|: the papers' plain L1.</summary>
    public static PixelLoss L1 { get; } = new("l1", 0, 1, 0, 1, 0, 1);

    /// <summary>
    /// Cloud-adaptive regularized loss (Meraner et al. 2020, eq. 4): mean((1-M)|P-I| + M|P-T|) + lambda mean|P-T|, M = cloud or shadow.
    /// </summary>
    public static PixelLoss Carl(double lambda = 1) => new("carl", 1, lambda, 0, 1 + lambda, 0, 1 + lambda);

    /// <summary>The weights (wI, wT) of a pixel class: 0 clear, 1 cloud, 2 shadow.</summary>
    public (float Input, float Target) Weights(byte pixelClass) => pixelClass switch
    {
        0 => ((float)InputWeightClear, (float)TargetWeightClear),
        1 => ((float)InputWeightCloud, (float)TargetWeightCloud),
        2 => ((float)InputWeightShadow, (float)TargetWeightShadow),
        _ => throw new ArgumentOutOfRangeException(nameof(pixelClass), pixelClass, "Classes are 0 clear, 1 cloud, 2 shadow; leave nodata out of training."),
    };
}
