namespace Cloudless.Training.Datasets;

/// <summary>A file that cannot be used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BrokenFile(string Path, string Reason);
