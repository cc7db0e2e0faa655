using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Runs a network that tells images apart with ONNX Runtime, whoever made it.</summary>
/// <remarks>Each call computes on the caller's thread alone, so that the bits do not depend on how many there are: call it from several threads at once.</remarks>
internal sealed class ClassifierEngine : IDisposable
{
    private readonly InferenceSession _session;
    private volatile bool _disposed;
    private readonly string _source;
    private readonly string _input;
    private readonly string[] _outputs;

    /// <summary>Loads a network.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="input">Name of the image input; null takes the only one.</param>
    /// <param name="classes">Name of the output of logits; null takes the first.</param>
    /// <param name="features">Name of the output of feature maps; null for none.</param>
    /// <exception cref="ModelContractException">An input or output is not there, the input is no float32 [N,B,H,W] that takes one square image, or an output is no float32.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime's native library is missing, or it refuses the model.</exception>
    public ClassifierEngine(byte[] model, string source, string? input, string? classes, string? features)
    {
        _source = source;
        _session = OnnxSession.Open(model, source, new ExecutionOptions { Engine = EngineKind.OnnxRuntime, Threads = 1 });
        try
        {
            _input = Named(input ?? (_session.InputMetadata.Count == 1 ? _session.InputMetadata.Keys.Single() : null), _session.InputMetadata, "input");
            _outputs = [Named(classes ?? _session.OutputMetadata.Keys.First(), _session.OutputMetadata, "output")];
            _outputs = features is null ? _outputs : [.. _outputs, Named(features, _session.OutputMetadata, "output")];
            NodeMetadata image = _session.InputMetadata[_input];
            if (image.ElementDataType != TensorElementType.Float || image.Dimensions.Length != 4)
            {
                throw new ModelContractException($"{source}: the input '{_input}' is {image.ElementDataType} [{string.Join(',', image.Dimensions)}]; expected float32 [N,B,H,W].");
            }

            if (image.Dimensions[0] > 1 || image.Dimensions[2] != image.Dimensions[3])
            {
                throw new ModelContractException($"{source}: the input '{_input}' is [{string.Join(',', image.Dimensions)}]; expected [N,B,H,W] with H and W both free or a square. Export the network so, with a free N or 1.");
            }

            foreach (string output in _outputs)
            {
                if (_session.OutputMetadata[output] is var of && (!of.IsTensor || of.ElementDataType != TensorElementType.Float))
                {
                    throw new ModelContractException($"{source}: the output '{output}' is {(of.IsTensor ? of.ElementDataType : of.OnnxValueType)}; expected float32. Name another output, or export the network in float32.");
                }
            }

            (Bands, Side) = (image.Dimensions[1] > 0 ? image.Dimensions[1] : null, image.Dimensions[2] > 0 ? image.Dimensions[2] : null);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Bands that the input has; null where the file leaves it open.</summary>
    public int? Bands { get; }

    /// <summary>Height of the input that the file fixes; null where it is free.</summary>
    public int? Side { get; }

    /// <summary>Runs one image.</summary>
    /// <param name="image">[B,H,W], contiguous, in the unit of the network.</param>
    /// <param name="bands">B.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>All values of the output of logits, and of the feature maps with their shape [1,C,h,w] where they were asked for.</returns>
    /// <exception cref="CloudlessException">ONNX Runtime fails, or gives maps of another shape.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of; ONNX Runtime itself would end the process.</exception>
    public (float[] Logits, float[]? Features, TensorShape FeatureShape) Run(float[] image, int bands, int height, int width)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            using OrtValue source = OrtValue.CreateTensorValueFromMemory(image, [1, bands, height, width]);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(run, [_input], [source], _outputs);
            float[] logits = results[0].GetTensorDataAsSpan<float>().ToArray();
            if (results.Count == 1)
            {
                return (logits, null, default);
            }

            long[] shape = results[1].GetTensorTypeAndShape().Shape;
            return shape is [1, _, _, _]
                ? (logits, results[1].GetTensorDataAsSpan<float>().ToArray(), new TensorShape(1, (int)shape[1], (int)shape[2], (int)shape[3]))
                : throw new ModelContractException($"{_source}: the output '{_outputs[1]}' is [{string.Join(',', shape)}]; expected feature maps [1,C,h,w].");
        }
        catch (OnnxRuntimeException e)
        {
            throw new CloudlessException($"{_source}: ONNX Runtime failed on an image [{bands},{height},{width}]: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }

    private string Named(string? name, IReadOnlyDictionary<string, NodeMetadata> there, string what) => name is not null && there.ContainsKey(name)
        ? name
        : throw new ModelContractException($"{_source}: found the {what}s {string.Join(", ", there.Keys)}; {(name is null ? $"say which {what} is meant" : $"'{name}' was expected")}.");
}
