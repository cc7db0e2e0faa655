using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace Cloudless.Benchmarks.MLNet;

/// <summary>A network at fixed shape as ML.NET's own transform runs it, from a file that lives as long as this.</summary>
internal sealed class AppliedOnnxModel : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"cloudless-bench-{Guid.NewGuid():N}.onnx");
    private readonly OnnxScoringEstimator _estimator;
    private OnnxTransformer? _transformer;

    public AppliedOnnxModel(CloudRemovalModel model, TensorShape shape, int threads)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(model.Bytes);
        foreach (ValueInfoProto value in proto.Graph.Input.Concat(proto.Graph.Output))
        {
            Fix(value.Type.TensorType.Shape, shape);
        }

        File.WriteAllBytes(_path, proto.ToByteArray());
        _estimator = new MLContext(seed: 1).Transforms.ApplyOnnxModel(new OnnxOptions
        {
            ModelFile = _path, InputColumns = [StackRows.Input], OutputColumns = [StackRows.Output], IntraOpNumThreads = threads, InterOpNumThreads = 1,
        });
    }

    /// <summary>The rows with the network's output.</summary>
    public IDataView Transform(IDataView rows) => (_transformer = _estimator.Fit(rows)).Transform(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        _transformer?.Dispose();
        File.Delete(_path);
    }

    // The channels are fixed already.
    private static void Fix(TensorShapeProto dimensions, TensorShape shape)
    {
        int[] sizes = [shape.N, (int)dimensions.Dim[1].DimValue, shape.H, shape.W];
        for (int i = 0; i < sizes.Length; i++)
        {
            dimensions.Dim[i] = new TensorShapeProto.Types.Dimension { DimValue = sizes[i] };
        }
    }
}
