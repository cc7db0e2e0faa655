using Cloudless.Training.Evaluation;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Runs;

/// <summary>What a training made.</summary>
/// <param name="ModelPath">The model file.</param>
/// <param name="RunFolder">The run's folder.</param>
/// <param name="Steps">Updates done.</param>
/// <param name="Elapsed">Time of training, over resumes.</param>
/// <param name="Loss">Mean loss at the end, network units.</param>
/// <param name="Best">The validation of the model, which is the best of the training; null where it did not validate.</param>
/// <param name="Evaluation">Figures on the fold left out; null where none was.</param>
public sealed record TrainingOutcome(
    string ModelPath, string RunFolder, long Steps, TimeSpan Elapsed, double Loss, ValidationResult? Best, EvaluationReport? Evaluation);
