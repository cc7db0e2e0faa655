namespace Cloudless.Benchmarks.Paired;

/// <summary>What one run of a row does.</summary>
/// <param name="Amount">How much of <paramref name="Unit"/>.</param>
/// <param name="Unit">GFLOP, megapixels, …</param>
/// <param name="Gflop">
/// The multiplications and additions in it as direct convolution counts them, in billions, whatever a contender saves of them; null where that says nothing.
/// </param>
internal sealed record Work(double Amount, string Unit, double? Gflop = null)
{
    /// <summary>Work counted in operations.</summary>
    public static Work OfOperations(double operations) => new(1e-9 * operations, "GFLOP", 1e-9 * operations);
}
