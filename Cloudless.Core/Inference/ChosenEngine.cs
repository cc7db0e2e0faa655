using Cloudless.Imagery;

namespace Cloudless.Inference;

/// <summary>An engine with the reason why it was chosen; made by <see cref="EngineFactory"/>.</summary>
/// <remarks>Owns the engine: disposal disposes it. As safe from several threads as the engine is.</remarks>
public sealed class ChosenEngine : IInferenceEngine
{
    private readonly IInferenceEngine _engine;

    internal ChosenEngine(IInferenceEngine engine, string reason)
    {
        _engine = engine;
        Choice = new EngineChoice(engine.Name, reason);
    }

    /// <summary>What was chosen, and why.</summary>
    public EngineChoice Choice { get; }

    /// <inheritdoc/>
    public string Name => _engine.Name;

    /// <inheritdoc/>
    public string Description => _engine.Description;

    /// <inheritdoc/>
    public bool OnDevice => _engine.OnDevice;

    /// <inheritdoc/>
    public int InputChannels => _engine.InputChannels;

    /// <inheritdoc/>
    public int OutputChannels => _engine.OutputChannels;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output) => _engine.Run(input, shape, output);

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output, Window core) => _engine.Run(input, shape, output, core);

    /// <inheritdoc/>
    public IReadOnlyList<IInferenceEngine> SideBySide(TensorShape largest) => _engine.SideBySide(largest);

    /// <inheritdoc/>
    public TileReach Reach(int radius) => _engine.Reach(radius);

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
