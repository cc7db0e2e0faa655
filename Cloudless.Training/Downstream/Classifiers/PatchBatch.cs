namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Labeled patches for one step.</summary>
/// <param name="Images">[N,B,Side,Side], planar, DN of the bands asked for.</param>
/// <param name="Labels">N indices of classes.</param>
/// <param name="Side">H and W in pixels.</param>
internal sealed record PatchBatch(float[] Images, IReadOnlyList<int> Labels, int Side);
