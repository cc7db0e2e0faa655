namespace Cloudless.Training.Losses;

/// <summary>Where the gradient term of a loss counts.</summary>
public enum GradientScope
{
    /// <summary>Everywhere.</summary>
    All,

    /// <summary>Between pixels on which the loss asks for the target more than for the input (wT above wI): under clouds and shadows, with L1 everywhere.</summary>
    Target,
}
