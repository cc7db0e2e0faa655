namespace Cloudless.Training.Simulation;

/// <summary>How clouds that were pasted or simulated cast shadows.</summary>
public sealed record ShadowOptions
{
    /// <summary>Share of cloudy patches whose clouds cast a shadow inside the patch, 0..1.</summary>
    public double Share { get; init; } = 0.8;

    /// <summary>Least distance of a shadow from its cloud, pixels; 0 or more.</summary>
    public double MinimumShift { get; init; } = 4;

    /// <summary>
    /// Greatest distance, pixels. It is the cloud's height times the tangent of the sun's zenith angle: 64 pixels of 10 m are a cloud at 640 m under a sun at 45 degrees.
    /// </summary>
    public double MaximumShift { get; init; } = 64;

    /// <summary>
    /// Where the sun stands, degrees clockwise from the top of the patch (north, unless the patch was turned): shadows fall to the other side. Null draws any
    /// direction, which is what turned training patches show.
    /// </summary>
    public double? SunAzimuth { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SimulationChecks.Share(Share, nameof(Share));
        SimulationChecks.Range(MinimumShift, MaximumShift, 0, 10_000, nameof(MaximumShift));
        if (SunAzimuth is { } azimuth && !double.IsFinite(azimuth))
        {
            throw new ArgumentOutOfRangeException(nameof(SunAzimuth), azimuth, "Give degrees, or null for any direction.");
        }
    }
}
