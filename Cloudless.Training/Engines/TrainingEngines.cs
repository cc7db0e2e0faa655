using Cloudless.Networks;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Engines.TorchSharp;

namespace Cloudless.Training.Engines;

/// <summary>Makes the training engine that settings ask for.</summary>
public static class TrainingEngines
{
    /// <summary>Makes an engine that starts from a graph's parameters, to be disposed by the caller.</summary>
    /// <param name="graph">One input whose first 13 channels are optical DN, one output of 13 channels in DN.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="options">Constants of NAdam; the published ones by default.</param>
    /// <param name="log">Told what was chosen and why; null for silence.</param>
    /// <exception cref="ArgumentException">The graph is not of that kind.</exception>
    /// <exception cref="CloudlessException">The engine or the precision asked for cannot be had here; the message says what to do.</exception>
    public static ITrainingEngine Create(NetworkGraph graph, EngineSettings settings, NAdamOptions? options = null, Action<string>? log = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(settings);
        Require(settings);
        (bool own, string why) = settings.Engine switch
        {
            TrainingEngineKind.Cpu => (true, "asked for"),
            TrainingEngineKind.Auto => TorchRuntime.Problem(cuda: true) is { } problem ? (true, $"no CUDA: {problem}") : (false, "CUDA works"),
            _ => (false, "asked for"),
        };
        ITrainingEngine engine = own ? CreateOwn(graph, settings, options) : TorchRuntime.Create(graph, settings, options);
        log?.Invoke($"training engine: {engine.Name} ({why})");
        return engine;
    }

    /// <summary>Refuses at once what could not be had after all data was read.</summary>
    /// <exception cref="CloudlessException">The engine asked for cannot be had here; the message says what to do.</exception>
    public static void Require(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Engine == TrainingEngineKind.Cpu)
        {
            RequireFloat32(settings);
        }
        else if (settings.Engine != TrainingEngineKind.Auto)
        {
            TorchRuntime.Require(cuda: settings.Engine == TrainingEngineKind.Cuda);
        }
    }

    private static CpuTrainingEngine CreateOwn(NetworkGraph graph, EngineSettings settings, NAdamOptions? options)
    {
        RequireFloat32(settings);
        return new CpuTrainingEngine(graph, settings.Threads, options);
    }

    private static void RequireFloat32(EngineSettings settings)
    {
        if (settings.Precision is not (TrainingPrecision.Auto or TrainingPrecision.Float32))
        {
            throw new CloudlessException($"The CPU engine trains in float32; {settings.Precision} was asked for. Take --engine cuda, or leave the precision out.");
        }
    }
}
