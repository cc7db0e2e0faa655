using Cloudless.Masks;

namespace Cloudless.MLNet;

/// <summary>Settings of a <see cref="CloudMaskTransformer"/>.</summary>
public sealed record CloudMaskTransformerOptions : ImageTransformerOptions
{
    /// <summary>Column to make; <see cref="CloudlessColumns.CloudMask"/> by default.</summary>
    public string OutputColumnName { get; init; } = CloudlessColumns.CloudMask;

    /// <summary>Column with the images, [13,H,W]; <see cref="CloudlessColumns.Optical"/> by default.</summary>
    public string InputColumnName { get; init; } = CloudlessColumns.Optical;

    /// <summary>Method, threshold, shadow, and what is said about a pixel.</summary>
    public CloudDetectionOptions Detection { get; init; } = new();

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        RequireName(OutputColumnName, nameof(OutputColumnName));
        RequireName(InputColumnName, nameof(InputColumnName));
        ArgumentNullException.ThrowIfNull(Detection);
        Detection.Validate();
    }
}
