using Cloudless.Training.Engines.TorchSharp;

namespace Cloudless.Training.Engines;

/// <summary>Where TorchSharp computes what Cloudless' own engine cannot train.</summary>
internal static class TorchDevice
{
    /// <summary>Whether on CUDA: where it is asked for, or left open and it works.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="what">The beginning of the message, such as <c>The method seq2seq fits its network with TorchSharp</c>.</param>
    /// <exception cref="CloudlessException">TorchSharp or the device cannot be had here; the message names the packages.</exception>
    public static bool ChooseCuda(EngineSettings settings, string what)
    {
        (bool cuda, string? problem) = settings.Engine switch
        {
            TrainingEngineKind.Cpu => (false, "the engine cpu trains dsen2cr alone; take --engine torch-cpu, cuda or auto"),
            TrainingEngineKind.Cuda => (true, TorchRuntime.Problem(cuda: true)),
            TrainingEngineKind.TorchCpu => (false, TorchRuntime.Problem(cuda: false)),
            _ => TorchRuntime.Problem(cuda: true) is null ? (true, null) : (false, TorchRuntime.Problem(cuda: false)),
        };
        return problem is null
            ? cuda
            : throw new CloudlessException($"{what}, which cannot be had here: {problem}. The packages are TorchSharp with TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows.");
    }
}
