namespace Cloudless.Training.Downstream;

/// <summary>A figure with its bootstrap interval.</summary>
/// <param name="Value">What the patches themselves give; NaN where it does not exist, as the recall of a class without patches.</param>
/// <param name="Low">Lower end of the interval; NaN where fewer than half of the resamples give a figure.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Figure(double Value, double Low, double High)
{
    /// <summary>A figure that does not exist.</summary>
    public static Figure None { get; } = new(double.NaN, double.NaN, double.NaN);
}
