namespace Cloudless.Masks;

/// <summary>What is repainted. Distances are in pixels of the image (10 m); the defaults were tuned on real triplets (docs/design.md).</summary>
public sealed record RemovalMaskOptions
{
    /// <summary>Cloud where the cloud score is at least this; 0..1.</summary>
    public double CloudThreshold { get; init; } = 0.2;

    /// <summary>
    /// Thick cloud where the score is at least this; <see cref="CloudThreshold"/>..1. Thick clouds have haze around them, cast shadows and are
    /// never taken for roofs; bright towns in clear images rarely get that far.
    /// </summary>
    public double ThickThreshold { get; init; } = 0.4;

    /// <summary>Haze where the score is at least this and a thick cloud is within <see cref="HazeReach"/>; 0..<see cref="CloudThreshold"/>.</summary>
    public double HazeThreshold { get; init; } = 0.12;

    /// <summary>How far from a thick cloud haze is repainted; 0..1000.</summary>
    public int HazeReach { get; init; } = 12;

    /// <summary>
    /// Cirrus where the 7x7 mean of B10 is at least this many DN: thin cirrus barely brightens the visible bands but changes all of them. Surfaces
    /// stay below 100 at sea level. Infinity switches the test off.
    /// </summary>
    public double CirrusThreshold { get; init; } = 200;

    /// <summary>Connected clouds below this many pixels are taken for bright roofs or sand, unless they are thick somewhere; 1..1000, 1 keeps all.</summary>
    public int MinimumArea { get; init; } = 50;

    /// <summary>How far from a thick cloud dark pixels are taken for its shadow; 0..1000, 0 repaints no shadow.</summary>
    public int ShadowReach { get; init; } = 50;

    /// <summary>How far the found clouds and shadows are grown to cover their thin edges; 0..1000.</summary>
    public int Dilation { get; init; } = 5;

    /// <summary>Over how many pixels the weight rises from the mask's edge inward; 0..<see cref="Dilation"/>, so that what was found has weight 1.</summary>
    public int Feather { get; init; } = 4;

    /// <summary>
    /// Pixels to each side that a weight depends on, the shadow statistics aside: a window with this halo gets the whole image's weights in its core.
    /// </summary>
    public int Halo => CloudScore.Halo + Math.Max(MinimumArea - 1, Math.Max(HazeReach, ShadowReach)) + Dilation + Feather;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value leaves its range.</exception>
    public void Validate()
    {
        Check(CloudThreshold is >= 0 and <= 1, nameof(CloudThreshold), CloudThreshold, "a score in 0..1");
        Check(ThickThreshold >= CloudThreshold && ThickThreshold <= 1, nameof(ThickThreshold), ThickThreshold, "a score in CloudThreshold..1");
        Check(HazeThreshold >= 0 && HazeThreshold <= CloudThreshold, nameof(HazeThreshold), HazeThreshold, "a score in 0..CloudThreshold");
        Check(CirrusThreshold > 0, nameof(CirrusThreshold), CirrusThreshold, "DN above 0, or infinity to switch the test off");
        Check(HazeReach is >= 0 and <= 1000, nameof(HazeReach), HazeReach, "pixels in 0..1000");
        Check(ShadowReach is >= 0 and <= 1000, nameof(ShadowReach), ShadowReach, "pixels in 0..1000");
        Check(MinimumArea is >= 1 and <= 1000, nameof(MinimumArea), MinimumArea, "pixels in 1..1000");
        Check(Dilation is >= 0 and <= 1000, nameof(Dilation), Dilation, "pixels in 0..1000");
        Check(Feather >= 0 && Feather <= Dilation, nameof(Feather), Feather, "pixels in 0..Dilation, so that the cloud itself is replaced entirely");
    }

    private static void Check(bool holds, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Give {expected}.");
        }
    }
}
