using Cloudless.Networks;
using Cloudless.Training.Downstream.Classifiers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Trains a network that tells patches apart, with TorchSharp.</summary>
internal sealed class TorchClassifier : IPatchClassifier
{
    private readonly TorchNetwork _network;
    private readonly TorchDescent _descent;

    /// <summary>Starts from the graph's parameters.</summary>
    public TorchClassifier(NetworkGraph graph, Device device, ScalarType type, double learningRate, double weightDecay)
    {
        _network = new TorchNetwork(graph, device, type);
        _descent = new TorchDescent(_network.Module, learningRate, weightDecay);
    }

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public double Step(PatchBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using DisposeScope scope = NewDisposeScope();
        _network.Module.train();
        using Tensor labels = tensor(batch.Labels.Select(l => (long)l).ToArray(), ScalarType.Int64, _network.Device);
        return _descent.Step(nn.functional.cross_entropy(_network.Module.forward(Upload(batch)).flatten(1), labels));
    });

    /// <inheritdoc/>
    public float[] Classify(PatchBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using IDisposable constant = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _network.Module.eval();
        return TorchArrays.ToArray(_network.Module.forward(Upload(batch)));
    });

    /// <inheritdoc/>
    public void Synchronize() => _network.Synchronize();

    /// <inheritdoc/>
    public void Dispose()
    {
        _descent.Dispose();
        _network.Dispose();
    }

    private static string Describe(PatchBatch batch) => $"a batch of {batch.Labels.Count} patches of {batch.Side} x {batch.Side} pixels";

    private Tensor Upload(PatchBatch batch) => TorchArrays.ToTensor(batch.Images, _network.Device, batch.Labels.Count, batch.Images.Length / (batch.Labels.Count * batch.Side * batch.Side), batch.Side, batch.Side);
}
