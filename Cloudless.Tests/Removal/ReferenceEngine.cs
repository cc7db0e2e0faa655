using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks;
using Cloudless.Tests.Networks;

namespace Cloudless.Tests.Removal;

/// <summary>The float64 reference as an engine that counts its runs and lets a test look at each input.</summary>
internal sealed class ReferenceEngine(NetworkGraph graph, Action<float[]>? onRun = null) : IInferenceEngine
{
    public int Runs { get; private set; }

    public string Name => "reference";

    public string Description => "float64 reference";

    public int InputChannels => graph.Inputs[0].Channels;

    public int OutputChannels => graph.Outputs[0].Channels;

    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
    {
        Runs++;
        onRun?.Invoke([.. input]);
        double[] result = Float64Reference.Run(graph, input, shape);
        for (int i = 0; i < result.Length; i++)
        {
            output[i] = (float)result[i];
        }
    }

    public void Dispose()
    {
    }
}
