using Cloudless.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>A graph on a device, and what every engine does with it: name it, run it without a way back, bring its weights there and home.</summary>
internal sealed class TorchNetwork : IDisposable
{
    /// <summary>Brings the graph's parameters to the device.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="type">What convolutions are computed in.</param>
    /// <exception cref="OutOfMemoryException">The device cannot hold the network.</exception>
    public TorchNetwork(NetworkGraph graph, Device device, ScalarType type)
    {
        (Graph, Device) = (graph, device);
        Name = $"{(device.type == DeviceType.CUDA ? "cuda" : "torch-cpu")} {ConvolutionType.NameOf(type)}";
        Module = TorchErrors.Guard(Name, $"a network of {graph.ParameterCount} parameters", () => new GraphModule(graph, device, type));
        Weights = Module.Weights;
    }

    /// <summary>Device and type of the convolutions, for messages and logs.</summary>
    public string Name { get; }

    /// <summary>The network, whose parameters change by <see cref="Synchronize"/> alone.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Where everything lies.</summary>
    public Device Device { get; }

    /// <summary>The graph as tensors.</summary>
    public GraphModule Module { get; }

    /// <summary>The parameters on the device, in the graph's order.</summary>
    public IReadOnlyList<Tensor> Weights { get; }

    /// <summary>Runs without a way back.</summary>
    /// <param name="what">What, for the message of an error: <c>a batch of ...</c>.</param>
    /// <param name="prediction">Gets the image; empty where it is not wanted.</param>
    /// <param name="run">Makes the image and the loss, of which what it makes is disposed of.</param>
    /// <returns>The loss.</returns>
    public double Evaluate(string what, Span<float> prediction, Func<(Tensor Image, Tensor Loss)> run)
    {
        float[] made = new float[prediction.Length];
        double value = TorchErrors.Guard(Name, what, () =>
        {
            using IDisposable constant = no_grad();
            using DisposeScope scope = NewDisposeScope();
            (Tensor image, Tensor loss) = run();
            if (made.Length > 0)
            {
                TorchArrays.CopyTo(image, made);
            }

            return loss.to_type(ScalarType.Float64).ToDouble();
        });
        made.CopyTo(prediction);
        return value;
    }

    /// <summary>Takes the graph's parameters over.</summary>
    public void LoadWeights()
    {
        for (int i = 0; i < Weights.Count; i++)
        {
            TorchArrays.Replace(Weights[i], Graph.Parameters[i].Values);
        }
    }

    /// <summary>Brings the weights home into the graph's parameters.</summary>
    public void Synchronize()
    {
        for (int i = 0; i < Weights.Count; i++)
        {
            TorchArrays.CopyTo(Weights[i], Graph.Parameters[i].Values);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Module.Dispose();
}
