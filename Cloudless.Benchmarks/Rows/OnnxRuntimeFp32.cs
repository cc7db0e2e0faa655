using Cloudless.Benchmarks.Paired;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;

namespace Cloudless.Benchmarks.Rows;

/// <summary>ONNX Runtime with all graph optimizations, sequential execution and as many threads as ours; its threads spin while they wait, as is its default.</summary>
internal sealed class OnnxRuntimeFp32 : InferenceRival
{
    // What the project promises for its engines: half of the smallest step of an output file.
    private const double LargestDifference = 0.5;

    /// <inheritdoc/>
    public override string Name => "ONNX Runtime fp32";

    /// <inheritdoc/>
    public override IInferenceEngine Load(CloudRemovalModel model, int threads) =>
        new OnnxRuntimeEngine(model, new ExecutionOptions { Engine = EngineKind.OnnxRuntime, Threads = threads });

    /// <inheritdoc/>
    public override Agreement Compare(float[] ours, float[] theirs)
    {
        double difference = ours.Zip(theirs, (a, b) => float.IsFinite(a) && float.IsFinite(b) ? Math.Abs((double)a - b) : double.PositiveInfinity).Max();
        return new Agreement($"{difference:0.000} of {LargestDifference} DN", difference <= LargestDifference);
    }
}
