using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Cloudless.Networks.Quantization;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Runs the float32 network on calibration images and keeps a histogram of each value that is to be stored in 8 bits.</summary>
/// <remarks>Holds all these values of one image at once: about 4 bytes for each pixel, feature and convolution. Not thread-safe.</remarks>
public sealed class ActivationObserver : IDisposable
{
    private readonly InferenceSession _session;
    private volatile bool _disposed;
    private readonly string _input;
    private readonly string[] _values;
    private readonly ActivationHistogram[] _histograms;

    /// <summary>Prepares a network.</summary>
    /// <param name="graph">One input; its parameters' values at the time of the call.</param>
    /// <param name="options">Which values will be stored in 8 bits follows from these.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="CloudlessException">ONNX Runtime's native library is missing, or the network has nothing to compute in 8 bits.</exception>
    public ActivationObserver(NetworkGraph graph, QuantizationOptions options, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        QuantizationPlan plan = QuantizationPlan.Make(graph, options);
        _input = plan.Graph.Inputs.Single().Name;
        _values = [.. plan.Values.Order(StringComparer.Ordinal)];
        _histograms = [.. _values.Select(_ => new ActivationHistogram())];
        _ = OnnxRuntimeLibrary.Current.Version;
        using var session = new SessionOptions { IntraOpNumThreads = new ExecutionOptions { Threads = threads }.ResolvedThreads };
        _session = new InferenceSession(OnnxWriter.ToBytes(WithOutputs(plan.Graph, _values)), session);
    }

    /// <summary>What was seen so far of each value that is to be stored in 8 bits, by its name.</summary>
    public IReadOnlyDictionary<string, ActivationHistogram> Histograms =>
        _values.Zip(_histograms).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);

    /// <summary>Runs the network on a batch and counts its values.</summary>
    /// <param name="input">[N,C,H,W], contiguous, as for the network; not changed.</param>
    /// <param name="shape">Shape of <paramref name="input"/>.</param>
    /// <exception cref="ModelContractException">A value inside the network is not finite.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of; ONNX Runtime itself would end the process.</exception>
    public void Observe(float[] input, TensorShape shape)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(input);
        using OrtValue source = OrtValue.CreateTensorValueFromMemory(input, [shape.N, shape.C, shape.H, shape.W]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> seen = _session.Run(run, [_input], [source], _values);
        Parallel.For(0, _values.Length, i => _histograms[i].Add(seen[i].GetTensorDataAsSpan<float>()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }

    private static GraphProto WithOutputs(NetworkGraph graph, string[] values)
    {
        GraphProto proto = OnnxGraphWriter.Write(graph, null);
        proto.Output.Clear();
        proto.Output.AddRange(values.Select(v => OnnxGraphWriter.Value(new GraphValue(v, graph.ShapeOf(v)), null)));
        return proto;
    }
}
