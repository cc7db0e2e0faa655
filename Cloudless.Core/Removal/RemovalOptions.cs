using Cloudless.Fusion;
using Cloudless.Masks;

namespace Cloudless.Removal;

/// <summary>What is removed and how the result is put together; the same on every machine (for the machine see <see cref="Inference.ExecutionOptions"/>).</summary>
public sealed record RemovalOptions
{
    /// <summary>
    /// True (default): only what the removal mask touches is repainted, blended by its weight; all else is the input. False: every pixel is the
    /// network's.
    /// </summary>
    public bool Composite { get; init; } = true;

    /// <summary>The removal mask: what is repainted.</summary>
    public RemovalMaskOptions Mask { get; init; } = new();

    /// <summary>What finds the clouds that the removal mask is made of.</summary>
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>The cloud and shadow mask written on request; of the spectral detector, another one's own classes are written.</summary>
    public CloudMaskOptions Clouds { get; init; } = new();

    /// <summary>Unit of the SAR image; by default told by its values.</summary>
    public SarScale SarScale { get; init; } = SarScale.Auto;

    /// <summary>Whether the deviation that each painted value is expected to have is wanted too; only a model with a variance gives it.</summary>
    public bool Uncertainty { get; init; }
}
