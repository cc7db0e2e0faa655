using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Runs a model file with ONNX Runtime, on the CPU or on an NVIDIA GPU.</summary>
/// <remarks>
/// Computes on the caller's memory without copying it (the GPU takes its own copy). <see cref="Run"/> is safe from several threads at
/// once, ONNX Runtime computes them together; memory for each. Results may differ in the last bits with the image's size and the number of threads.
/// </remarks>
public sealed class OnnxRuntimeEngine : IInferenceEngine
{
    private static readonly string[] InputNames = [DSen2Cr.InputName];
    private static readonly string[] OutputNames = [DSen2Cr.OutputName];

    private readonly InferenceSession _session;
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
        Name = cuda ? "onnxruntime-cuda" : "onnxruntime-cpu";
        Description = $"ONNX Runtime {library.Version}, {(cuda ? "CUDA device 0" : $"CPU, {options.ResolvedThreads} {(options.ResolvedThreads == 1 ? "thread" : "threads")}")}{(integer ? ", int8" : "")}";
        // Without VNNI, sums of two products of unsigned and signed bytes overflow 16 bits; unsigned weights do not.
        _session = OnnxSession.Open(model.Bytes, _model, options, unsignedWeights: model.Card.Quantization is { WeightBits: > 7 });
    }

    /// <inheritdoc/>
    public string Name { get; }

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
    public unsafe void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
    {
        TensorShape outputShape = shape with { C = OutputChannels };
        RequireLength(input.Length, shape, nameof(input));
        RequireLength(output.Length, outputShape, nameof(output));
        if (shape.C != InputChannels || Math.Min(shape.N, Math.Min(shape.H, shape.W)) < 1)
        {
            throw new ArgumentException($"The shape {shape} was given; {_model} takes [N,{InputChannels},H,W] with N, H and W of at least 1.", nameof(shape));
        }

        if (((ReadOnlySpan<float>)output).Overlaps(input))
        {
            throw new ArgumentException("The output overlaps the input; give it memory of its own.", nameof(output));
        }

        fixed (float* from = input, to = output)
        {
            try
            {
                using OrtValue source = Wrap(from, shape), destination = Wrap(to, outputShape);
                using var run = new RunOptions();
                _session.Run(run, InputNames, [source], OutputNames, [destination]);
            }
            catch (OnnxRuntimeException e)
            {
                throw new CloudlessException(
                    $"{_model}: ONNX Runtime failed on {shape} ({Name}): {e.Message} If memory ran out, take smaller tiles.", e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static unsafe OrtValue Wrap(float* data, TensorShape shape) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [shape.N, shape.C, shape.H, shape.W], (nint)data, shape.Length * sizeof(float));

    private static void RequireLength(int found, TensorShape shape, string name)
    {
        if (found != shape.Length)
        {
            throw new ArgumentException($"The span holds {found} values; {shape} needs {shape.Length}.", name);
        }
    }
}
