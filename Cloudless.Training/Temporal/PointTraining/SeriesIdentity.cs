namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>What a training on series must have in common with one that goes on from its checkpoint.</summary>
/// <param name="Options">The options, without the length, which may change.</param>
/// <param name="Series">Digest of the series (<see cref="SeriesSource.Digest"/>).</param>
/// <param name="Perceptual">Name of the network that the perceptual term sees with; null where the term is left out.</param>
internal sealed record SeriesIdentity(SeriesTrainOptions Options, string Series, string? Perceptual);
