namespace Cloudless.Networks.Quantization;

/// <summary>A range of values that 256 steps cover; always holds 0, so that zero padding is exact.</summary>
public readonly record struct ValueRange
{
    private const int Steps = 255;
    private const float SmallestScale = 1e-20f;

    /// <summary>Makes the range from <paramref name="low"/> to <paramref name="high"/>, widened to hold 0.</summary>
    /// <param name="low">Lower end; finite.</param>
    /// <param name="high">Upper end; finite, not below the lower one.</param>
    /// <exception cref="ArgumentException">An end is not finite, or they are the wrong way around.</exception>
    public ValueRange(float low, float high)
    {
        if (!float.IsFinite(high - low) || high < low)
        {
            throw new ArgumentException($"The range {low} .. {high} was given; its ends must be finite, the smaller one first.", nameof(low));
        }

        float from = Math.Min(low, 0), to = Math.Max(high, 0);

        // A value that is always 0 needs a step all the same; any will do.
        Scale = Math.Max((to - from) / Steps, SmallestScale);
        ZeroPoint = (byte)Math.Clamp(MathF.Round(-from / Scale), 0, Steps);
    }

    /// <summary>The step: value = (stored - <see cref="ZeroPoint"/>) * Scale; above 0.</summary>
    public float Scale { get; }

    /// <summary>The stored number that means 0.</summary>
    public byte ZeroPoint { get; }
}
