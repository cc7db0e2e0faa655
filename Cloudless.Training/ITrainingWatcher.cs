using Cloudless.Networks;
using Cloudless.Training.Validation;

namespace Cloudless.Training;

/// <summary>Is told what a training does, between its steps.</summary>
internal interface ITrainingWatcher
{
    /// <summary>A row for the log.</summary>
    void Logged(TrainProgress progress, TimeSpan elapsed);

    /// <summary>The network was validated.</summary>
    /// <param name="progress">Where the training stands.</param>
    /// <param name="elapsed">Time trained.</param>
    /// <param name="result">How it did.</param>
    /// <param name="pictures">Some of the patches.</param>
    /// <param name="best">The network with the weights that were validated, where it is the best so far; else null.</param>
    void Validated(TrainProgress progress, TimeSpan elapsed, ValidationResult result, IReadOnlyList<ValidationPicture> pictures, NetworkGraph? best);
}
