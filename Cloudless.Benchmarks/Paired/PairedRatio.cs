namespace Cloudless.Benchmarks.Paired;

/// <summary>How many times faster ours is, round by round.</summary>
internal static class PairedRatio
{
    /// <summary>
    /// One ratio per round, factor * rival / ours: both ran within seconds of each other, so what else the machine does cancels.
    /// </summary>
    /// <param name="ours">Seconds per round.</param>
    /// <param name="rival">Seconds per round.</param>
    /// <param name="factor">How often the rival's time counts.</param>
    /// <exception cref="ArgumentException">The rounds are not equally many.</exception>
    public static double[] Of(IReadOnlyList<double> ours, IReadOnlyList<double> rival, double factor = 1) =>
        ours.Count == rival.Count
            ? [.. ours.Zip(rival, (own, other) => factor * other / own)]
            : throw new ArgumentException($"There are {ours.Count} rounds of ours and {rival.Count} of the rival; each needs its pair.", nameof(rival));
}
