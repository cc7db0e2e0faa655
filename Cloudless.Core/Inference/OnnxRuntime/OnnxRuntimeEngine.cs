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
    private readonly bool _variance;

    /// <summary>Loads a model into ONNX Runtime.</summary>
    /// <param name="model">The model; its bytes are handed to ONNX Runtime as they are.</param>
    /// <param name="options">Threads and precision are taken from here; <see cref="EngineKind.Cuda"/> takes the first NVIDIA GPU, every other engine the CPU.</param>
    /// <param name="variance">Whether the channels of <c>variance</c> follow those of <c>cloud_free</c> in the output.</param>
    /// <exception cref="CloudlessException">
    /// ONNX Runtime's native library or CUDA is missing, the model has another precision than was asked for, or no variance where one is wanted, or ONNX Runtime refuses it.
    /// </exception>
    public OnnxRuntimeEngine(CloudRemovalModel model, ExecutionOptions options, bool variance = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (variance)
        {
            model.RequireVariance();
        }

        bool cuda = options.Engine == EngineKind.Cuda, integer = options.Precision == ComputePrecision.Int8;
        PrecisionRule.RequireModel(model, options.Precision);
        OnnxRuntimeLibrary library = OnnxRuntimeLibrary.Current;
        (_model, _variance, InputChannels) = (model.Source, variance, model.Card.Channels.Count);
        OutputChannels = model.Card.OutputBands.Count * (variance ? 2 : 1);
        OnDevice = cuda;
        Description = $"ONNX Runtime {library.Version}, {(cuda ? "CUDA device 0" : $"CPU, {options.ResolvedThreads} {(options.ResolvedThreads == 1 ? "thread" : "threads")}")}{(integer ? ", int8" : "")}";
        // Without VNNI, sums of two products of unsigned and signed bytes overflow 16 bits; unsigned weights do not.
        _network = new OnnxNetwork(model.Bytes, _model, options, unsignedWeights: model.Card.Quantization is { WeightBits: > 7 }, variance);
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

        if (!_variance)
        {
            _network.Run(input, [shape.N, shape.C, shape.H, shape.W], output, [shape.N, OutputChannels, shape.H, shape.W], shape.ToString());
            return;
        }

        // Of one image both outputs lie one after the other; of several they would not.
        if (input.Length != shape.Length || output.Length != (shape with { C = OutputChannels }).Length)
        {
            throw new ArgumentException($"Input and output hold {input.Length} and {output.Length} values; {shape} needs {shape.Length} and {(shape with { C = OutputChannels }).Length}.", nameof(shape));
        }

        int taken = input.Length / shape.N, made = output.Length / shape.N;
        for (int n = 0; n < shape.N; n++)
        {
            _network.Run(input.Slice(n * taken, taken), [1, shape.C, shape.H, shape.W], output.Slice(n * made, made), [1, OutputChannels / 2, shape.H, shape.W], shape.ToString());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
