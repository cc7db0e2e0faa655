using Cloudless.Networks;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Temporal;

/// <summary>Fits a <see cref="SequenceToSequence"/> network: what <see cref="InternalLearning"/> needs of an engine.</summary>
/// <remarks>Not thread-safe.</remarks>
internal interface ISeriesFit : IDisposable
{
    /// <summary>What computes, e.g. <c>torch-cpu</c>.</summary>
    string Name { get; }

    /// <summary>One step of ADAM.</summary>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    double Step(FitBatch batch);

    /// <summary>The series that the network makes of its input, with the normalization's kept means.</summary>
    /// <returns>[T,B,H,W], DN.</returns>
    float[] Predict(FitBatch batch);

    /// <summary>Copies the weights into the graph's parameters.</summary>
    void Synchronize();
}
