namespace Cloudless.Fusion;

/// <summary>Counts over SAR values, from which their unit follows.</summary>
/// <remarks>
/// Counts, not a sort: one pass, and the same answer however the image is cut into windows. The bounds are wide of what Sentinel-1 gives
/// (noise floor near -35 dB, corner reflectors near +20 dB) and far from what the other unit or uncalibrated amplitudes give.
/// </remarks>
internal struct SarUnits
{
    private const float LowestDecibel = -60, HighestDecibel = 20, TypicalPower = 2, HighestPower = 1000, HighestFill = -900;

    private long _count, _negative, _inDecibelRange, _typicalPower, _inPowerRange;

    public SarUnits()
    {
        (Minimum, Maximum) = (float.PositiveInfinity, float.NegativeInfinity);
    }

    /// <summary>Valid values counted.</summary>
    public readonly long Count => _count;

    public float Minimum { get; private set; }

    public float Maximum { get; private set; }

    /// <summary>Counts the finite values other than 0, which stands for nodata in either unit, and other than undeclared fill values such as -999 or -9999.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float v in values)
        {
            if (!float.IsFinite(v) || v == 0 || v <= HighestFill)
            {
                continue;
            }

            _count++;
            Minimum = Math.Min(Minimum, v);
            Maximum = Math.Max(Maximum, v);
            _negative += v < 0 ? 1 : 0;
            _inDecibelRange += v is >= LowestDecibel and <= HighestDecibel ? 1 : 0;
            _typicalPower += v is > 0 and <= TypicalPower ? 1 : 0;
            _inPowerRange += v is > 0 and <= HighestPower ? 1 : 0;
        }
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    public void Add(in SarUnits other)
    {
        (Minimum, Maximum) = (Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
        _count += other._count;
        _negative += other._negative;
        _inDecibelRange += other._inDecibelRange;
        _typicalPower += other._typicalPower;
        _inPowerRange += other._inPowerRange;
    }

    /// <summary>The unit; an asked one is checked, <see cref="SarScale.Auto"/> decided.</summary>
    public readonly SarScale Decide(SarScale asked, string name)
    {
        if (_count == 0)
        {
            throw NoValue(name);
        }

        // Half negative: over cities VV rises above 0 dB, but never over most of two bands. One percent outside: stray samples happen.
        bool decibel = 2 * _negative > _count && _inDecibelRange >= 0.99 * _count;
        bool power = _negative == 0 && 2 * _typicalPower > _count && _inPowerRange >= 0.99 * _count;
        bool fits = asked switch
        {
            SarScale.Decibel => _negative > 0 && _inDecibelRange >= 0.99 * _count,
            SarScale.Linear => 2 * _negative < _count,
            _ => decibel || power,
        };
        if (!fits)
        {
            throw new RasterMismatchException(FormattableString.Invariant(
                $"The values of {name} are neither plausible dB nor plausible linear power{(asked == SarScale.Auto ? "" : $", and were said to be {(asked == SarScale.Decibel ? "dB" : "linear power")}")}: they run from {Minimum:0.####} to {Maximum:0.####}, {100.0 * _negative / _count:0.#} % of them negative. ")
                + $"Expected dB (mostly negative, {LowestDecibel} to {HighestDecibel}) or linear sigma0 (never negative, mostly below {TypicalPower}). "
                + $"Calibrate the image to sigma0, declare its nodata value, or {(asked == SarScale.Auto ? "say its unit (--sar-scale)" : "leave --sar-scale to auto")}.");
        }

        return asked != SarScale.Auto ? asked : decibel ? SarScale.Decibel : SarScale.Linear;
    }

    /// <summary>The error of an image without a valid value.</summary>
    public static RasterMismatchException NoValue(string name) => new(
        $"{name} has no valid value over the optical image: everything there is nodata, NaN, 0 or a fill value such as -9999. "
        + "Check that both images show the same place, or leave the SAR image out.");
}
