namespace Cloudless.Training.Downstream.Labels;

/// <summary>Where the classes of patches are from.</summary>
public sealed record LabelOptions
{
    /// <summary>
    /// A folder with label maps (SEN12MS' <c>..._lc_....tif</c>, or <c>NAME_LULC.tif</c>), which belong to the patches of the same scene and number or name; or a table <c>.csv</c> of the columns
    /// path and class. Null: the maps lie in the data's own folder.
    /// </summary>
    public string? Labels { get; init; }

    /// <summary>What the numbers of the maps mean; null takes <see cref="LabelSchemes.IgbpSimplified"/> for SEN12MS and <see cref="LabelSchemes.Lulc"/> for the others.</summary>
    public LabelScheme? Scheme { get; init; }

    /// <summary>Least share of a patch's pixels, 0..1, that its most frequent class must have; patches below it have no label. The single labels of the published study are the largest share, however small.</summary>
    public double LeastShare { get; init; }

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not 0..1.</exception>
    public void Validate()
    {
        if (LeastShare is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(LeastShare), LeastShare, "A share lies in 0..1.");
        }
    }
}
