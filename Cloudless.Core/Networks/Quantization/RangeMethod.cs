namespace Cloudless.Networks.Quantization;

/// <summary>How the range of an activation that 8 bits cover is chosen from what calibration saw.</summary>
public enum RangeMethod
{
    /// <summary>From the smallest to the largest value seen: nothing is clipped, steps are wide.</summary>
    MinMax,

    /// <summary>Leaves out, at each end, 0.01 % of the values that are not 0.</summary>
    Percentile,

    /// <summary>The range with the least expected squared error of rounding and clipping together.</summary>
    MeanSquare,
}
