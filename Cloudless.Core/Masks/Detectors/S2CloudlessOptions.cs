namespace Cloudless.Masks;

/// <summary>
/// How s2cloudless' probabilities become a mask. The radii count cells of the detector's grid, so their reach on the ground grows with
/// <see cref="Resolution"/>: the defaults average over 240 m and grow by 120 m.
/// </summary>
public sealed record S2CloudlessOptions
{
    /// <summary>Meters of a pixel of the image: the grid that all bands are brought to.</summary>
    public const int PixelMeters = 10;

    /// <summary>The coarsest <see cref="Resolution"/>.</summary>
    public const int CoarsestMeters = 320;

    /// <summary>The largest <see cref="AverageOver"/> and <see cref="DilationSize"/>.</summary>
    public const int LargestRadius = 50;

    /// <summary>Cloud where the averaged probability is above this; 0..1.</summary>
    public double Threshold { get; init; } = 0.4;

    /// <summary>Radius in cells of the disk over which probabilities are averaged; 0..50, 0 does not average.</summary>
    public int AverageOver { get; init; } = 4;

    /// <summary>Radius in cells of the disk by which clouds are grown; 0..50, 0 does not grow them.</summary>
    public int DilationSize { get; init; } = 2;

    /// <summary>
    /// Side in meters of the cells that are judged, from the mean reflectance of their pixels: a multiple of 10 in 10..320. 60 by default, at which every band is
    /// measured and none interpolated, and a scene has 36 times fewer cells than pixels.
    /// </summary>
    public int Resolution { get; init; } = 60;

    /// <summary>Pixels along a side of a cell.</summary>
    internal int CellSide => Resolution / PixelMeters;

    /// <summary>Pixels to each side that a pixel's mark depends on, whatever the grid's place in the window.</summary>
    internal int Halo => CellSide * (AverageOver + DilationSize + 1);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value leaves its range.</exception>
    public void Validate()
    {
        Check(Threshold is >= 0 and <= 1, nameof(Threshold), Threshold, "a probability in 0..1");
        Check(AverageOver is >= 0 and <= LargestRadius, nameof(AverageOver), AverageOver, $"cells in 0..{LargestRadius}");
        Check(DilationSize is >= 0 and <= LargestRadius, nameof(DilationSize), DilationSize, $"cells in 0..{LargestRadius}");
        Check(
            Resolution is >= PixelMeters and <= CoarsestMeters && Resolution % PixelMeters == 0, nameof(Resolution), Resolution,
            $"a multiple of {PixelMeters} m in {PixelMeters}..{CoarsestMeters}");
    }

    private static void Check(bool holds, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Give {expected}.");
        }
    }
}
