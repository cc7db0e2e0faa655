using System.Text.Json.Nodes;
using Cloudless.Training.Evaluation;

namespace Cloudless.Training.Experiments;

/// <summary>What one training of an experiment made: a line of the results.</summary>
/// <param name="Variant">Name of what was trained.</param>
/// <param name="Seed">Seed of weights and batches.</param>
/// <param name="Fold">The fold left out.</param>
/// <param name="Options">All options of the training, <see cref="TrainOptions"/>.</param>
/// <param name="Steps">Updates done.</param>
/// <param name="Seconds">Time of training, over resumes.</param>
/// <param name="Loss">Mean loss at the end, network units.</param>
/// <param name="Diverged">Why there is no model; null where there is one.</param>
/// <param name="Rows">Figures of the model, of the fills and of the cloudy input on every patch of the fold.</param>
internal sealed record ExperimentResult(
    string Variant, ulong Seed, int Fold, JsonObject Options, long Steps, double Seconds, double Loss, string? Diverged, IReadOnlyList<EvaluationRow> Rows);
