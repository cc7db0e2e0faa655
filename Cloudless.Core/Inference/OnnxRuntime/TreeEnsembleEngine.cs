using Cloudless.Networks.LightGbm;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Evaluates the trees of a LightGBM model with ONNX Runtime.</summary>
/// <remarks>
/// Each call computes on the caller's thread alone, so that the trees are added in their order whatever the number of rows: call it from several threads at once.
/// A row's result does not depend on the rows beside it.
/// </remarks>
internal sealed class TreeEnsembleEngine : IDisposable
{
    private static readonly string[] InputNames = [LightGbmOnnx.Input];
    private static readonly string[] OutputNames = [LightGbmOnnx.Output];

    private readonly InferenceSession _session;
    private volatile bool _disposed;
    private readonly int _features;
    private readonly string _source;

    /// <summary>Loads the trees into ONNX Runtime.</summary>
    /// <exception cref="CloudlessException">ONNX Runtime's native library is missing, or it refuses the trees.</exception>
    public TreeEnsembleEngine(LightGbmModel model)
    {
        (_features, _source) = (model.FeatureCount, model.Source);
        _ = OnnxRuntimeLibrary.Current.Version;
        using var session = new SessionOptions { ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        try
        {
            _session = new InferenceSession(LightGbmOnnx.ToBytes(model), session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CloudlessException($"{_source}: ONNX Runtime {OnnxRuntimeLibrary.Current.Version} refuses the trees: {e.Message}", e);
        }
    }

    /// <summary>Sums the leaves that each row falls into.</summary>
    /// <param name="features">[rows,features], contiguous; no NaN.</param>
    /// <param name="sums">[rows], overwritten.</param>
    /// <exception cref="CloudlessException">ONNX Runtime fails, e.g. for want of memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of; ONNX Runtime itself would end the process.</exception>
    public unsafe void Run(ReadOnlySpan<float> features, Span<float> sums)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (sums.IsEmpty || features.Length != (long)sums.Length * _features)
        {
            throw new ArgumentException($"{features.Length} values were given for {sums.Length} rows of {_features} features.", nameof(features));
        }

        fixed (float* from = features, to = sums)
        {
            try
            {
                using OrtValue source = Wrap(from, sums.Length, _features), destination = Wrap(to, sums.Length, 1);
                using var run = new RunOptions();
                _session.Run(run, InputNames, [source], OutputNames, [destination]);
            }
            catch (OnnxRuntimeException e)
            {
                throw new CloudlessException($"{_source}: ONNX Runtime failed on {sums.Length} rows: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }

    private static unsafe OrtValue Wrap(float* data, int rows, int columns) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [rows, columns], (nint)data, (long)rows * columns * sizeof(float));
}
