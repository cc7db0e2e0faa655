namespace Cloudless.Training.Datasets;

/// <summary>What becomes of patches that lack a file.</summary>
public enum MissingRule
{
    /// <summary>An error that counts them and names the first.</summary>
    Refuse,

    /// <summary>Patches without a cloudy or a cloud-free image are left out; those without SAR are trained on as pairs without SAR.</summary>
    Skip,
}
