using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Runs a model file with ONNX Runtime, on the CPU or on an NVIDIA GPU.</summary>
/// <remarks>
/// Computes on the caller's memory without copying it (the GPU takes its own copy). <see cref="Run"/> is safe from several threads at
/// once, ONNX Runtime computes them together; memory for each. Results may differ in the last bits with the image's size and the number of threads.
/// </remarks>
public sealed class OnnxRuntimeEngine : IInferenceEngine
{
    private readonly OnnxNetwork _network;
    private readonly string _model;

    /// <summary>Loads a model into ONNX Runtime.</summary>
    /// <param name="model">The model; its bytes are handed to ONNX Runtime as they are.</param>
    /// <param name="options">Threads and precision are taken from here; <see cref="EngineKind.Cuda"/> takes the first NVIDIA GPU, every other engine the CPU.</param>
    /// <exception cref="CloudlessException">ONNX Runtime's native library or CUDA is missing, the model has another precision than was asked for, or ONNX Runtime refuses it.</exception>
    public OnnxRuntimeEngine(CloudRemovalModel model, ExecutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        bool cuda = options.Engine == EngineKind.Cuda, integer = options.Precision == ComputePrecision.Int8;
        PrecisionRule.RequireModel(model, options.Precision);
        OnnxRuntimeLibrary library = OnnxRuntimeLibrary.Current;
        (_model, InputChannels, OutputChannels) = (model.Source, model.Card.Channels.Count, model.Card.OutputBands.Count);
        OnDevice = cuda;
        Description = $"ONNX Runtime {library.Version}, {(cuda ? "CUDA device 0" : $"CPU, {options.ResolvedThreads} {(options.ResolvedThreads == 1 ? "thread" : "threads")}")}{(integer ? ", int8" : "")}";
        // Without VNNI, sums of two products of unsigned and signed bytes overflow 16 bits; unsigned weights do not.
        _network = new OnnxNetwork(model.Bytes, _model, options, unsignedWeights: model.Card.Quantization is { WeightBits: > 7 });
    }

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public bool OnDevice { get; }

    /// <inheritdoc/>
    public int InputChannels { get; }

    /// <inheritdoc/>
    public int OutputChannels { get; }

    /// <inheritdoc/>
    /// <exception cref="CloudlessException">ONNX Runtime fails, e.g. for want of memory.</exception>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
    {
        if (shape.C != InputChannels || Math.Min(shape.N, Math.Min(shape.H, shape.W)) < 1)
        {
            throw new ArgumentException($"The shape {shape} was given; {_model} takes [N,{InputChannels},H,W] with N, H and W of at least 1.", nameof(shape));
        }

        _network.Run(input, [shape.N, shape.C, shape.H, shape.W], output, [shape.N, OutputChannels, shape.H, shape.W], shape.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
