namespace Cloudless.Networks.LightGbm;

/// <summary>What a split takes for a missing value, which goes its own way; numbers as in bits 2 and 3 of <c>decision_type</c>.</summary>
internal enum LightGbmMissing
{
    /// <summary>Nothing; NaN counts as 0.</summary>
    None,

    /// <summary>0, and NaN.</summary>
    Zero,

    /// <summary>NaN.</summary>
    NaN,
}
