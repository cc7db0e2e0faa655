using Cloudless.Training.Validation;

namespace Cloudless.Training.Checkpoints;

/// <summary>Where a training stands, beside its weights and its optimizer.</summary>
public sealed record TrainingState
{
    /// <summary>Time trained, over resumes.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Mean loss of about the last hundred steps, network units; 0 before the first.</summary>
    public double Loss { get; init; }

    /// <summary>How many steps that mean is of.</summary>
    public int LossSteps { get; init; }

    /// <summary>The last validation; null before the first.</summary>
    public ValidationResult? Last { get; init; }

    /// <summary>The best validation; null before the first.</summary>
    public ValidationResult? Best { get; init; }

    /// <summary>After one more step with this loss.</summary>
    internal TrainingState After(double loss)
    {
        int steps = Math.Min(100, LossSteps + 1);
        return this with { LossSteps = steps, Loss = Loss + ((loss - Loss) / steps) };
    }
}
