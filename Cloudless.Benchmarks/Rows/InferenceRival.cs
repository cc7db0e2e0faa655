using Cloudless.Benchmarks.Paired;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;

namespace Cloudless.Benchmarks.Rows;

/// <summary>Another engine for the network of an <see cref="InferenceRow"/>. Add one as a file here and name it in <see cref="BenchmarkRows"/>.</summary>
internal abstract class InferenceRival
{
    /// <summary>What the tables call it.</summary>
    public abstract string Name { get; }

    /// <summary>Loads the network.</summary>
    public abstract IInferenceEngine Load(CloudRemovalModel model, int threads);

    /// <summary>Compares results of the same input.</summary>
    /// <param name="ours">[1,13,H,W], DN, of our engine.</param>
    /// <param name="theirs">The same of the rival.</param>
    public abstract Agreement Compare(float[] ours, float[] theirs);
}
