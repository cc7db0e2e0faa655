using Cloudless.Imagery;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>How long a classifier learns, and in what steps.</summary>
/// <param name="Bands">Bands that it looks at.</param>
/// <param name="Batch">Patches in a step.</param>
/// <param name="Epochs">Passes over the patches, at most.</param>
/// <param name="TimeLimit">Longest time; null for no limit.</param>
/// <param name="Seed">Seed of order and turns.</param>
internal sealed record CourseOptions(IReadOnlyList<Sentinel2Band> Bands, int Batch, int Epochs, TimeSpan? TimeLimit, ulong Seed);
