using Cloudless.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>A network of one input and one output, or two of one shape, in ONNX Runtime, which computes on the caller's memory.</summary>
/// <remarks>Safe from several threads at once.</remarks>
internal sealed class OnnxNetwork : IDisposable
{
    private static readonly string[] InputNames = [DSen2Cr.InputName];

    private readonly InferenceSession _session;
    private volatile bool _disposed;
    private readonly string[] _outputs;
    private readonly string _source;

    /// <summary>Loads a model file.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="options">As for <see cref="OnnxSession.Open"/>.</param>
    /// <param name="unsignedWeights">As for <see cref="OnnxSession.Open"/>.</param>
    /// <param name="variance">Whether <c>variance</c> is computed too.</param>
    /// <exception cref="CloudlessException">ONNX Runtime's native library or CUDA is missing, or ONNX Runtime refuses the model.</exception>
    public OnnxNetwork(byte[] model, string source, ExecutionOptions options, bool unsignedWeights = false, bool variance = false)
    {
        _source = source;
        _outputs = variance ? [DSen2Cr.OutputName, UnCRtainTS.VarianceName] : [DSen2Cr.OutputName];
        _session = OnnxSession.Open(model, source, options, unsignedWeights);
        Name = options.Engine == EngineKind.Cuda ? "onnxruntime-cuda" : "onnxruntime-cpu";
    }

    /// <summary>What computes.</summary>
    public string Name { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="input">As many values as its axes say. No NaN.</param>
    /// <param name="inputAxes">Lengths of its axes.</param>
    /// <param name="output">As many values as its axes say, then those of the variance where it is computed; overwritten.</param>
    /// <param name="outputAxes">Lengths of the axes of one output.</param>
    /// <param name="what">What errors call the input.</param>
    /// <exception cref="ArgumentException">A span has another length, or they overlap.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime fails, e.g. for want of memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of; ONNX Runtime itself would end the process.</exception>
    public unsafe void Run(ReadOnlySpan<float> input, long[] inputAxes, Span<float> output, long[] outputAxes, string what)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        RequireLength(input.Length, inputAxes, nameof(input));
        RequireLength(output.Length / _outputs.Length, outputAxes, nameof(output));
        if (((ReadOnlySpan<float>)output).Overlaps(input))
        {
            throw new ArgumentException("The output overlaps the input; give it memory of its own.", nameof(output));
        }

        fixed (float* from = input, to = output)
        {
            try
            {
                using OrtValue source = Wrap(from, inputAxes), destination = Wrap(to, outputAxes);
                using OrtValue? second = _outputs.Length == 1 ? null : Wrap(to + Length(outputAxes), outputAxes);
                using var run = new RunOptions();
                _session.Run(run, InputNames, [source], _outputs, second is null ? [destination] : [destination, second]);
            }
            catch (OnnxRuntimeException e)
            {
                throw new CloudlessException($"{_source}: ONNX Runtime failed on {what} ({Name}): {e.Message} If memory ran out, take smaller tiles.", e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }

    private static unsafe OrtValue Wrap(float* data, long[] axes) =>
        OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, axes, (nint)data, Length(axes) * sizeof(float));

    private static long Length(long[] axes) => axes.Aggregate(1L, (a, b) => a * b);

    private static void RequireLength(int found, long[] axes, string name)
    {
        if (found != Length(axes))
        {
            throw new ArgumentException($"The span holds {found} values; [{string.Join(',', axes)}] needs {Length(axes)}.", name);
        }
    }
}
