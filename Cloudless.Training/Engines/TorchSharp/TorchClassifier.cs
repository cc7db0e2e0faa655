using Cloudless.Networks;
using Cloudless.Training.Downstream.Classifiers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Trains a network that tells patches apart, with TorchSharp.</summary>
internal sealed class TorchClassifier : IPatchClassifier
{
    private readonly NetworkGraph _graph;
    private readonly Device _device;
    private readonly GraphModule _module;
    private readonly TorchDescent _descent;

    /// <summary>Starts from the graph's parameters.</summary>
    public TorchClassifier(NetworkGraph graph, Device device, ScalarType type, double learningRate, double weightDecay)
    {
        (_graph, _device) = (graph, device);
        Name = $"{(device.type == DeviceType.CUDA ? "cuda" : "torch-cpu")} {ConvolutionType.NameOf(type)}";
        _module = TorchErrors.Guard(Name, $"a network of {graph.ParameterCount} parameters", () => new GraphModule(graph, device, type));
        _descent = new TorchDescent(_module, learningRate, weightDecay);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public double Step(PatchBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using DisposeScope scope = NewDisposeScope();
        _module.train();
        using Tensor labels = tensor(batch.Labels.Select(l => (long)l).ToArray(), ScalarType.Int64, _device);
        return _descent.Step(nn.functional.cross_entropy(_module.forward(Upload(batch)).flatten(1), labels));
    });

    /// <inheritdoc/>
    public float[] Classify(PatchBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using IDisposable constant = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _module.eval();
        return TorchArrays.ToArray(_module.forward(Upload(batch)));
    });

    /// <inheritdoc/>
    public void Synchronize()
    {
        foreach (Parameter parameter in _graph.Parameters)
        {
            TorchArrays.CopyTo(_module[parameter.Name], parameter.Values);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _descent.Dispose();
        _module.Dispose();
    }

    private static string Describe(PatchBatch batch) => $"a batch of {batch.Labels.Count} patches of {batch.Side} x {batch.Side} pixels";

    private Tensor Upload(PatchBatch batch) => TorchArrays.ToTensor(batch.Images, _device, batch.Labels.Count, batch.Images.Length / (batch.Labels.Count * batch.Side * batch.Side), batch.Side, batch.Side);
}
