using Cloudless.Training.Engines;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Trains a network that tells patches apart: what <see cref="ClassifierCourse"/> needs of an engine.</summary>
/// <remarks>Not thread-safe.</remarks>
internal interface IPatchClassifier : IDisposable
{
    /// <summary>What computes, e.g. <c>torch-cpu float32</c>.</summary>
    string Name { get; }

    /// <summary>One step of ADAM on the cross entropy, and on half the square of the weights where the decay is not 0.</summary>
    /// <returns>The cross entropy before the step, in nats.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    double Step(PatchBatch batch);

    /// <summary>What the network says of patches, with the normalization's kept means.</summary>
    /// <returns>[N,K]: the largest of a row is the class.</returns>
    float[] Classify(PatchBatch batch);

    /// <summary>Copies the weights into the graph's parameters.</summary>
    void Synchronize();
}
