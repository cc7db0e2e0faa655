using Cloudless.Imagery;

namespace Cloudless.Training.Downstream.Labels;

/// <summary>A patch whose class is known.</summary>
/// <param name="Path">Image file of 13 bands.</param>
/// <param name="Window">The patch in it, square.</param>
/// <param name="Class">Index of its class.</param>
/// <param name="Group">Patches of one group show the same ground.</param>
internal sealed record LabeledPatch(string Path, Window Window, int Class, string Group);
