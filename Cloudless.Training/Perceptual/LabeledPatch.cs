using Cloudless.Imagery;

namespace Cloudless.Training.Perceptual;

/// <summary>A patch whose class is known.</summary>
/// <param name="Path">Image file of 13 bands.</param>
/// <param name="Window">The patch in it, square.</param>
/// <param name="Class">Index of its class.</param>
internal sealed record LabeledPatch(string Path, Window Window, int Class);
