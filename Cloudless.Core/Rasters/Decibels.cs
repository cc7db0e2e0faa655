namespace Cloudless.Rasters;

/// <summary>Decibels and power, in place; NaN stays NaN.</summary>
internal static class Decibels
{
    /// <summary>10^(dB/10).</summary>
    public static void ToPower(Span<float> samples)
    {
        foreach (ref float sample in samples)
        {
            sample = MathF.Pow(10, sample / 10);
        }
    }

    /// <summary>10 log10 of power; NaN where that is not above 0.</summary>
    public static void FromPower(Span<float> samples)
    {
        foreach (ref float sample in samples)
        {
            sample = sample > 0 ? 10 * MathF.Log10(sample) : float.NaN;
        }
    }
}
