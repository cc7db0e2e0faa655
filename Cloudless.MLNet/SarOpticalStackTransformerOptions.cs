using Cloudless.Fusion;

namespace Cloudless.MLNet;

/// <summary>Settings of a <see cref="SarOpticalStackTransformer"/>.</summary>
public sealed record SarOpticalStackTransformerOptions : ImageTransformerOptions
{
    /// <summary>Column to make; <see cref="CloudlessColumns.SarOptical"/> by default.</summary>
    public string OutputColumnName { get; init; } = CloudlessColumns.SarOptical;

    /// <summary>Column with the Sentinel-2 images, [13,H,W]; <see cref="CloudlessColumns.Optical"/> by default.</summary>
    public string OpticalColumnName { get; init; } = CloudlessColumns.Optical;

    /// <summary>Column with the Sentinel-1 images, [2,H,W]; <see cref="CloudlessColumns.Sar"/> by default.</summary>
    public string SarColumnName { get; init; } = CloudlessColumns.Sar;

    /// <summary>Unit of the Sentinel-1 images; by default told by the values of each.</summary>
    public SarScale SarScale { get; init; } = SarScale.Auto;

    /// <summary>
    /// Whether a Sentinel-1 image without any valid sample becomes <see cref="SarFill"/>, which models that were trained with SAR left out know. False by default: it is an error then, as it
    /// is more often a wrong path than a gap.
    /// </summary>
    public bool FillMissingSar { get; init; }

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        RequireName(OutputColumnName, nameof(OutputColumnName));
        RequireName(OpticalColumnName, nameof(OpticalColumnName));
        RequireName(SarColumnName, nameof(SarColumnName));
        if (!Enum.IsDefined(SarScale))
        {
            throw new ArgumentOutOfRangeException(nameof(SarScale), SarScale, "Use Auto, Decibel or Linear.");
        }
    }
}
