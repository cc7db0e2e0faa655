namespace Cloudless.Training.Perceptual;

/// <summary>Labeled patches for one step.</summary>
/// <param name="Images">[N,13,Side,Side], planar, DN.</param>
/// <param name="Labels">N indices of classes.</param>
/// <param name="Side">H and W in pixels.</param>
internal sealed record PatchBatch(float[] Images, IReadOnlyList<int> Labels, int Side);
