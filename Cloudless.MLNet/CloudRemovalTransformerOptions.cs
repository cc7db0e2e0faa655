using Cloudless.Masks;

namespace Cloudless.MLNet;

/// <summary>Settings of a <see cref="CloudRemovalTransformer"/>.</summary>
public sealed record CloudRemovalTransformerOptions : ImageTransformerOptions
{
    /// <summary>Column to make; <see cref="CloudlessColumns.CloudFree"/> by default.</summary>
    public string OutputColumnName { get; init; } = CloudlessColumns.CloudFree;

    /// <summary>
    /// Column with the images, [15,H,W] as <see cref="SarOpticalStackTransformer"/> makes them, or [13,H,W] for models that do without SAR;
    /// <see cref="CloudlessColumns.SarOptical"/> by default.
    /// </summary>
    public string InputColumnName { get; init; } = CloudlessColumns.SarOptical;

    /// <summary>
    /// Path of a model file; null (default) takes the model that comes with Cloudless, which serves images with and without SAR.
    /// </summary>
    public string? ModelPath { get; init; }

    /// <summary>
    /// True (default): only what the mask covers is repainted, blended at its edge; every other pixel is the input's, bit for bit. False: every pixel is the network's.
    /// </summary>
    public bool Composite { get; init; } = true;

    /// <summary>
    /// Column with the mask that says what is repainted, [H,W], e.g. <see cref="CloudlessColumns.CloudMask"/>; null (default) takes Cloudless' own <see cref="RemovalMask"/>, computed from the
    /// image. Only with <see cref="Composite"/>.
    /// </summary>
    public string? MaskColumnName { get; init; }

    /// <summary>How the values of that column are meant; classes by default.</summary>
    public MaskValues MaskValues { get; init; } = MaskValues.Class;

    /// <summary>The removal mask: what is repainted, and how far a mask is grown and feathered.</summary>
    public RemovalMaskOptions Mask { get; init; } = new();

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        RequireName(OutputColumnName, nameof(OutputColumnName));
        RequireName(InputColumnName, nameof(InputColumnName));
        ArgumentNullException.ThrowIfNull(Mask);
        Mask.Validate();
        if (!Enum.IsDefined(MaskValues))
        {
            throw new ArgumentOutOfRangeException(nameof(MaskValues), MaskValues, "Use Class, Score or Weight.");
        }

        if (MaskColumnName is not null && !Composite)
        {
            throw new ArgumentException($"{nameof(MaskColumnName)} is '{MaskColumnName}', but without {nameof(Composite)} no mask is used. Leave one of them out.", nameof(MaskColumnName));
        }
    }
}
