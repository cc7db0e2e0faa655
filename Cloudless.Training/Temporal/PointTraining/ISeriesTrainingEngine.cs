using Cloudless.Networks;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>Trains one network of series: forward, loss, backward and ADAM's update.</summary>
/// <remarks>Not thread-safe. The same batches give nearly the same weights, not the same bits.</remarks>
public interface ISeriesTrainingEngine : IDisposable
{
    /// <summary>What computes, e.g. <c>torch-cpu float32</c>.</summary>
    string Name { get; }

    /// <summary>The graph; its parameters hold the current weights after <see cref="Synchronize"/>.</summary>
    NetworkGraph Graph { get; }

    /// <summary>Updates done so far.</summary>
    long Steps { get; }

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite; the weights are those from before the step.</exception>
    /// <exception cref="OutOfMemoryException">The memory does not suffice.</exception>
    double Step(SeriesBatch batch);

    /// <summary>The loss without an update, and the prediction.</summary>
    /// <param name="batch">Of any size.</param>
    /// <param name="prediction">[N,13,H,W], DN, not clipped: overwritten.</param>
    double Evaluate(SeriesBatch batch, Span<float> prediction);

    /// <summary>Copies the weights into <see cref="Graph"/>'s parameters.</summary>
    void Synchronize();

    /// <summary>ADAM's state, for a checkpoint.</summary>
    NAdamState SaveOptimizer();

    /// <summary>Restores weights from <see cref="Graph"/>'s parameters, and ADAM.</summary>
    /// <exception cref="ArgumentException">The state is of another graph.</exception>
    void LoadOptimizer(NAdamState state);
}
