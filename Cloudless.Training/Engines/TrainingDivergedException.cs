namespace Cloudless.Training.Engines;

/// <summary>A loss, a gradient or a weight is no finite number any more: the training cannot go on from here.</summary>
public sealed class TrainingDivergedException : CloudlessException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What is not finite at which step, and what to do.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses a number of a step that is not finite.</summary>
    /// <param name="value">The loss, or the gradients' norm.</param>
    /// <param name="what">Which of them.</param>
    /// <param name="step">The step under way, 1 for the first.</param>
    /// <param name="learningRate">Its rate.</param>
    internal static void ThrowUnlessFinite(double value, string what, long step, double learningRate)
    {
        if (!double.IsFinite(value))
        {
            throw new TrainingDivergedException(FormattableString.Invariant(
                $"The training diverged: the {what} of step {step} is {value}, expected a finite number. Lower the learning rate (it was {learningRate:g3}), limit the gradients' norm, or look for NaN in the data."));
        }
    }
}
