using Cloudless.Networks;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Engines;

/// <summary>Trains one network graph: forward, loss, backward and NAdam update.</summary>
/// <remarks>Not thread-safe; uses its own threads inside. Same batches and seed give the same weights, whatever the thread count.</remarks>
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
    double Step(TrainingBatch batch, PixelLoss loss, double learningRate);

    /// <summary>The loss on a batch without an update, in network units.</summary>
    double Evaluate(TrainingBatch batch, PixelLoss loss);

    /// <summary>Copies the engine's weights into <see cref="Graph"/>'s parameters.</summary>
    void Synchronize();

    /// <summary>The optimizer's state, for a checkpoint: what <see cref="LoadOptimizer"/> needs to go on as if never stopped.</summary>
    NAdamState SaveOptimizer();

    /// <summary>Restores weights from <see cref="Graph"/>'s parameters and the optimizer from a checkpoint.</summary>
    /// <exception cref="ArgumentException">The state is of another graph.</exception>
    void LoadOptimizer(NAdamState state);
}
