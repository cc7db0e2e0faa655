using Cloudless.Inference.Cpu;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;

namespace Cloudless.Inference;

/// <summary>Chooses and makes the engine for a model.</summary>
/// <remarks>Thread-safe.</remarks>
public static class EngineFactory
{
    /// <summary>
    /// Makes the engine the options ask for. <see cref="EngineKind.Auto"/> takes CUDA if ONNX Runtime finds it and it works, else our CPU
    /// engine if it can run the model's graph, else ONNX Runtime on the CPU; always in float32.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Engine and threads.</param>
    /// <param name="variance">Whether the engine gives 26 channels: the 13 of the image in DN, then the variance of each in squared DN.</param>
    /// <exception cref="CloudlessException">The engine asked for is not to be had here, or cannot run the model, or the model has no variance; the message says what to do.</exception>
    public static ChosenEngine Create(CloudRemovalModel model, ExecutionOptions options, bool variance = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        PrecisionRule.Require(model, options);
        if (variance)
        {
            model.RequireVariance();
        }

        return options.Engine switch
        {
            EngineKind.Auto => Choose(model, options, OnnxRuntimeLibrary.Current, variance),
            EngineKind.Cpu => CannotRun(model) is { } reason
                ? throw new CloudlessException($"{model.Source}: the CPU engine cannot run the model: {reason}. Choose the engine onnxruntime or auto.")
                : new ChosenEngine(new CpuInferenceEngine(model.Graph!, options), "asked for"),
            EngineKind.OnnxRuntime or EngineKind.Cuda => new ChosenEngine(
                OnnxRuntime(model, options, variance), options.Precision == ComputePrecision.Int8 ? "asked for, with int8" : "asked for"),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Engine, "There is no such engine."),
        };
    }

    /// <summary>The automatic choice, given what the native library of ONNX Runtime says.</summary>
    internal static ChosenEngine Choose(CloudRemovalModel model, ExecutionOptions options, OnnxRuntimeLibrary library, bool variance = false)
    {
        string noCuda;
        if (library.Problem is not null)
        {
            noCuda = "ONNX Runtime's native library is missing";
        }
        else if (!library.Providers.Contains(OnnxRuntimeLibrary.Cuda))
        {
            noCuda = $"ONNX Runtime {library.Version} has no CUDA";
        }
        else
        {
            try
            {
                return new ChosenEngine(OnnxRuntime(model, options with { Engine = EngineKind.Cuda }, variance), "automatic: ONNX Runtime found CUDA");
            }
            catch (CloudlessException e)
            {
                noCuda = $"CUDA does not work ({e.Message})";
            }
        }

        return CannotRun(model) is { } reason
            ? new ChosenEngine(OnnxRuntime(model, options with { Engine = EngineKind.OnnxRuntime }, variance), $"automatic: {noCuda}, and the CPU engine cannot run the model: {reason}")
            : new ChosenEngine(new CpuInferenceEngine(model.Graph!, options), $"automatic: {noCuda}; the CPU engine runs every operation of the model");
    }

    private static IInferenceEngine OnnxRuntime(CloudRemovalModel model, ExecutionOptions options, bool variance)
    {
        var engine = new OnnxRuntimeEngine(model, options, variance);
        return model.Card.Window is { } window ? new WindowedEngine(engine, window) : engine;
    }

    private static string? CannotRun(CloudRemovalModel model) => model.Graph is null
        ? model.GraphUnreadable
        : CpuInferenceEngine.Supports(model.Graph) ? null : "it supports no such graph";
}
