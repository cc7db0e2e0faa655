namespace Cloudless.Training.Engines;

/// <summary>
/// The factor on a loss whose gradients are computed in float16, so that small ones do not become 0: halved when a gradient overflows, doubled after many steps in which none did.
/// A power of two, so that it leaves no trace in gradients that fit.
/// </summary>
internal sealed class LossScale
{
    /// <summary>Steps without overflow after which it is doubled.</summary>
    public const int GrowAfter = 2000;

    private const double Largest = 1 << 24;
    private int _good;

    /// <summary>The factor now.</summary>
    public double Value { get; private set; } = 1 << 16;

    /// <summary>A step went through.</summary>
    public void Keep()
    {
        if (++_good == GrowAfter)
        {
            (_good, Value) = (0, Math.Min(2 * Value, Largest));
        }
    }

    /// <summary>A gradient was not finite.</summary>
    /// <returns>Whether it is worth trying again with the smaller factor; false where even 1 is too large, so that it is not the scale's doing.</returns>
    public bool Shrink()
    {
        (_good, Value) = (0, Value / 2);
        return Value >= 1;
    }
}
