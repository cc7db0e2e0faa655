namespace Cloudless.Networks.Onnx;

/// <summary>Radiometry a model expects and gives; the defaults are those of Level-1C with the offset removed.</summary>
public sealed record RadiometryCard
{
    /// <summary>Processing level the model was made for: <c>L1C</c> (top of atmosphere).</summary>
    public string Level { get; init; } = "L1C";

    /// <summary>DN that is reflectance 1: 10000.</summary>
    public float DnPerReflectance { get; init; } = 10000;

    /// <summary>Whether the offset that products of processing baseline 04.00 and later carry (+1000 DN) must be taken out first.</summary>
    public bool OffsetRemoved { get; init; } = true;
}
