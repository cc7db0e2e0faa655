using Cloudless.Imagery;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>A way to remove clouds.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="Apply">Gives [13,H,W], DN, or null for a patch that it cannot serve. Called by several threads at once.</param>
internal sealed record Method(string Name, Func<EvaluationPatch, Raster<float>?> Apply);
