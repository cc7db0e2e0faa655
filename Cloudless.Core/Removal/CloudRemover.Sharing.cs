using Cloudless.Imagery;
using Cloudless.Inference;

namespace Cloudless.Removal;

/// <summary>One engine for removers of different options.</summary>
public sealed partial class CloudRemover
{
    /// <summary>A remover of other options on the engine of this one, which stays this one's: it has to outlive the other, whose disposal leaves it alone.</summary>
    /// <param name="options">What is removed and how.</param>
    /// <param name="execution">Threads for all but the engine, and the tile size.</param>
    internal CloudRemover With(RemovalOptions options, ExecutionOptions execution) =>
        new(Model, new ChosenEngine(new LentEngine(_engine), _engine.Choice.Reason), execution, options);

    private sealed class LentEngine(IInferenceEngine engine) : IInferenceEngine
    {
        public string Name => engine.Name;

        public string Description => engine.Description;

        public bool OnDevice => engine.OnDevice;

        public int InputChannels => engine.InputChannels;

        public int OutputChannels => engine.OutputChannels;

        public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output) => engine.Run(input, shape, output);

        public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output, Window core) => engine.Run(input, shape, output, core);

        public TileReach Reach(int radius) => engine.Reach(radius);

        public void Dispose()
        {
            // The lender's.
        }
    }
}
