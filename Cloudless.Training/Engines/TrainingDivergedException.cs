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
}
