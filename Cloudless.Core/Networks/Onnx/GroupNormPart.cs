namespace Cloudless.Networks.Onnx;

/// <summary>A normalization by groups of which some operations are read.</summary>
/// <param name="Input">The value that is normalized.</param>
/// <param name="Groups">Number of groups.</param>
/// <param name="Done">Which of its operations came last.</param>
/// <param name="Weight">The factors, once they are read.</param>
internal sealed record GroupNormPart(string Input, int Groups, GroupNormStage Done, Parameter? Weight = null);

/// <summary>The operations that a normalization by groups is written as, in their order; a sum of its bias ends it.</summary>
internal enum GroupNormStage
{
    /// <summary>Reshape to [N,groups,values].</summary>
    Grouped,

    /// <summary>InstanceNormalization with factors of 1.</summary>
    Normalized,

    /// <summary>Reshape to the input's sizes.</summary>
    Restored,

    /// <summary>Mul by a factor for each channel.</summary>
    Scaled,
}
