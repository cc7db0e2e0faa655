using Cloudless.Networks;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Engines;

/// <summary>Trains one network graph: forward, loss, backward and NAdam update.</summary>
/// <remarks>Not thread-safe; uses its own threads inside. Same batches and seed give the same weights: on the CPU engine to the bit, whatever the thread count; on others nearly.</remarks>
public interface ITrainingEngine : IDisposable
{
    /// <summary>What computes, e.g. <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>The graph. Its parameters hold the current weights after <see cref="Synchronize"/>.</summary>
    NetworkGraph Graph { get; }

    /// <summary>Updates done so far.</summary>
    long Steps { get; }

    /// <summary>One update on a batch.</summary>
    /// <returns>The loss before the update, in network units.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite; the weights are those from before the step.</exception>
    /// <exception cref="OutOfMemoryException">The memory, of the processor or of the device, does not suffice for a batch of this size.</exception>
    double Step(TrainingBatch batch, PixelLoss loss, double learningRate);

    /// <summary>The loss on a batch without an update, in network units, and the prediction.</summary>
    /// <param name="batch">Of any size, not only that of the training.</param>
    /// <param name="loss">What is computed.</param>
    /// <param name="prediction">[N,13,H,W], planar, DN, not clipped: overwritten. Empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">The prediction has another length, or the batch does not fit the network.</exception>
    /// <exception cref="OutOfMemoryException">As for <see cref="Step"/>.</exception>
    double Evaluate(TrainingBatch batch, PixelLoss loss, Span<float> prediction = default);

    /// <summary>Takes the weights from <see cref="Graph"/>'s parameters and leaves the optimizer as it is: to evaluate with other weights, such as averaged ones, and to come back.</summary>
    void LoadWeights();

    /// <summary>Copies the engine's weights into <see cref="Graph"/>'s parameters.</summary>
    void Synchronize();

    /// <summary>The optimizer's state, for a checkpoint: what <see cref="LoadOptimizer"/> needs to go on as if never stopped.</summary>
    NAdamState SaveOptimizer();

    /// <summary>Restores weights from <see cref="Graph"/>'s parameters and the optimizer from a checkpoint.</summary>
    /// <exception cref="ArgumentException">The state is of another graph.</exception>
    void LoadOptimizer(NAdamState state);
}
