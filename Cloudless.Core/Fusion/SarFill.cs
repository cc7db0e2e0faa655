namespace Cloudless.Fusion;

/// <summary>
/// What stands for SAR that is not there, dB: about the mean of land scenes (two measured ones: -11.5 and -17.9, -9.7 and -16.6).
/// Training with SAR dropped and removal without SAR feed the same numbers, so that a network knows the gap again.
/// </summary>
public static class SarFill
{
    /// <summary>VV, dB.</summary>
    public const float Vv = -11f;

    /// <summary>VH, dB.</summary>
    public const float Vh = -18f;

    /// <summary>The fill of a SAR channel: 0 is VV, 1 is VH.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another channel.</exception>
    public static float Of(int channel) => channel switch
    {
        0 => Vv,
        1 => Vh,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "SAR channels are 0 (VV) and 1 (VH)."),
    };
}
