namespace Cloudless.Training.Simulation;

/// <summary>What <see cref="CloudSimulator"/> draws from. Ranges are drawn from once per patch, evenly unless said otherwise.</summary>
public sealed record CloudSimulatorOptions
{
    /// <summary>Least share of a patch under cloud, 0..1.</summary>
    public double MinimumCover { get; init; } = 0.2;

    /// <summary>Greatest share of a patch under cloud, 0..1.</summary>
    public double MaximumCover { get; init; } = 1;

    /// <summary>Optical thickness of the thickest part of low clouds, least; drawn evenly on a logarithmic scale. At 1 a cloud lets 37 % of the ground through, at 3 5 %.</summary>
    public double MinimumThickness { get; init; } = 1;

    /// <summary>Optical thickness of the thickest part of low clouds, greatest.</summary>
    public double MaximumThickness { get; init; } = 12;

    /// <summary>Share of patches that have thin cirrus (bright in B10, in streaks, no shadow) in place of low clouds.</summary>
    public double CirrusShare { get; init; } = 0.2;

    /// <summary>Share of the other patches that have thin cirrus above their low clouds.</summary>
    public double VeilShare { get; init; } = 0.15;

    /// <summary>Optical thickness of the thickest part of cirrus, least.</summary>
    public double MinimumCirrusThickness { get; init; } = 0.3;

    /// <summary>Optical thickness of the thickest part of cirrus, greatest.</summary>
    public double MaximumCirrusThickness { get; init; } = 1.5;

    /// <summary>Share of patches with haze: light added to all pixels, more in some places, strongest in the blue.</summary>
    public double HazeShare { get; init; } = 0.4;

    /// <summary>DN that haze adds to B01 where it is densest, least.</summary>
    public double MinimumHaze { get; init; } = 100;

    /// <summary>DN that haze adds to B01 where it is densest, greatest.</summary>
    public double MaximumHaze { get; init; } = 900;

    /// <summary>Shadows of low clouds, and of pasted ones.</summary>
    public ShadowOptions Shadow { get; init; } = new();

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SimulationChecks.Range(MinimumCover, MaximumCover, 0, 1, nameof(MaximumCover));
        SimulationChecks.Range(MinimumThickness, MaximumThickness, 0.01, 1000, nameof(MaximumThickness));
        SimulationChecks.Range(MinimumCirrusThickness, MaximumCirrusThickness, 0.01, 1000, nameof(MaximumCirrusThickness));
        SimulationChecks.Range(MinimumHaze, MaximumHaze, 0, 10_000, nameof(MaximumHaze));
        SimulationChecks.Share(CirrusShare, nameof(CirrusShare));
        SimulationChecks.Share(VeilShare, nameof(VeilShare));
        SimulationChecks.Share(HazeShare, nameof(HazeShare));
        Shadow.Validate();
    }
}
