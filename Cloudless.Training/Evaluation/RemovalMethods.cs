using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Evaluation;

/// <summary>A model with the composite on and off, the way users run it, as methods to judge.</summary>
public sealed class RemovalMethods : IDisposable
{
    /// <summary>Name of the model with the composite.</summary>
    public const string CompositeOn = "model, composite on";

    /// <summary>Name of the bare network.</summary>
    public const string CompositeOff = "model, composite off";

    private readonly CloudRemover _composite;
    private readonly CloudRemover _bare;

    /// <summary>Loads a model into the CPU engine, or into ONNX Runtime where only that runs it.</summary>
    public RemovalMethods(CloudRemovalModel model, int threads)
    {
        var execution = new ExecutionOptions { Engine = model.Card.Window is null ? EngineKind.Cpu : EngineKind.OnnxRuntime, Threads = threads };
        _composite = new CloudRemover(model, execution, new RemovalOptions { Composite = true });
        _bare = new CloudRemover(model, execution, new RemovalOptions { Composite = false });
    }

    /// <summary>The methods; valid until this is disposed.</summary>
    public IReadOnlyList<(string Name, Func<Sample, Raster<float>?> Apply)> All =>
        [(CompositeOn, s => Remove(_composite, s)), (CompositeOff, s => Remove(_bare, s))];

    /// <inheritdoc/>
    public void Dispose()
    {
        _composite.Dispose();
        _bare.Dispose();
    }

    private static Raster<float> Remove(CloudRemover remover, Sample sample) =>
        remover.Remove(sample.Input!.ToFloat(), sample.Sar).Image;
}
