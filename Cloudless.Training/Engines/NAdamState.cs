namespace Cloudless.Training.Engines;

/// <summary>State of the NAdam optimizer, parameter by parameter in the graph's order.</summary>
/// <param name="Step">Updates done, 0 or more.</param>
/// <param name="MomentumSchedule">Product of all mu_t so far; 1 at the start.</param>
/// <param name="FirstMoments">m of each parameter, in its shape's order.</param>
/// <param name="SecondMoments">v of each parameter, in its shape's order.</param>
public sealed record NAdamState(
    long Step, double MomentumSchedule, IReadOnlyList<float[]> FirstMoments, IReadOnlyList<float[]> SecondMoments);
