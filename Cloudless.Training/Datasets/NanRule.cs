namespace Cloudless.Training.Datasets;

/// <summary>What becomes of samples that are not numbers. All but the first are rules of other programs, kept to repeat their work.</summary>
public enum NanRule
{
    /// <summary>As in use: 0 DN in optical bands; in SAR one constant per band (<see cref="Fusion.SarFill"/>), also where both bands are 0 or nodata.</summary>
    Fill,

    /// <summary>The mean of all finite samples of the image over all its bands together, as dsen2-cr and GLF-CR do it.</summary>
    Mean,

    /// <summary>0 DN and the lowest dB that networks see, -25 (VV) and -32.5 (VH): UnCRtainTS, which replaces NaN after scaling.</summary>
    Lowest,

    /// <summary>0 DN and 0 dB: SEN12MS, which replaces NaN before scaling. 0 dB is the strongest echo there is; not a rule to choose anew.</summary>
    Zero,

    /// <summary>An error that names the file.</summary>
    Refuse,
}
