namespace Cloudless.Training.Simulation;

/// <summary>What <see cref="CloudSimulator"/> draws from.</summary>
public sealed record CloudSimulatorOptions
{
    /// <summary>Least share of a patch under cloud.</summary>
    public double MinimumCover { get; init; } = 0.2;

    /// <summary>Greatest share of a patch under cloud.</summary>
    public double MaximumCover { get; init; } = 1;

    /// <summary>Optical thickness of the thickest part, least; at 3 a cloud lets 5 % of the ground through.</summary>
    public double MinimumThickness { get; init; } = 1;

    /// <summary>Optical thickness of the thickest part, greatest.</summary>
    public double MaximumThickness { get; init; } = 12;

    /// <summary>Share of patches whose clouds are thin cirrus (bright in B10, thickness below 1.5).</summary>
    public double CirrusShare { get; init; } = 0.2;

    /// <summary>Share of patches with haze, strongest in the blue.</summary>
    public double HazeShare { get; init; } = 0.4;

    /// <summary>Share of patches whose clouds cast a shadow inside the patch.</summary>
    public double ShadowShare { get; init; } = 0.8;

    /// <summary>Greatest distance of a shadow from its cloud, pixels.</summary>
    public int MaximumShadowShift { get; init; } = 48;
}
