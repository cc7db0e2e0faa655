using System.Runtime.InteropServices;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Temporal;
using Cloudless.Training.Temporal.PointTraining;
using TorchSharp;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Whether TorchSharp's native libraries are there and what they can do.</summary>
internal static class TorchRuntime
{
    // ADAM's first decay as published for pix2pix.
    private const double Pix2PixMomentum = 0.5;

    /// <summary>Makes the engine that settings ask for: on CUDA unless they name the CPU.</summary>
    /// <exception cref="CloudlessException">The device or the precision cannot be had here.</exception>
    public static ITrainingEngine Create(NetworkGraph graph, EngineSettings settings, NAdamOptions? options) =>
        new TorchTrainingEngine(graph, settings.Engine != TrainingEngineKind.TorchCpu, settings.Precision, settings.Threads, options);

    /// <summary>Makes the engine for a network that is trained by a loss of its own.</summary>
    /// <exception cref="CloudlessException">The precision cannot be had here.</exception>
    public static ITrainingEngine CreateGenerator(NetworkGraph graph, TrainOptions options, bool cuda, EngineSettings settings)
    {
        torch.Device device = Place(cuda, settings);
        torch.ScalarType type = ConvolutionType.Choose(device, settings.Precision);

        // Small gradients would become 0 in float16.
        type = type == torch.ScalarType.Float16 ? torch.ScalarType.Float32 : type;
        if (options.Architecture == ArchitectureCard.UnCRtainTS)
        {
            return new TorchGaussianEngine(graph, device, type, options.Optimizer.Beta1, options.Optimizer.MaximumGradientNorm);
        }

        NetworkGraph judge = PatchGan.Build(options.Network.Features, options.Network.Sar);
        NormalWeights.Initialize(judge, ~options.Seed);
        return new TorchAdversarialEngine(graph, judge, device, type, Pix2PixMomentum, options.Optimizer.MaximumGradientNorm);
    }

    /// <summary>Makes the engine for a network of series.</summary>
    /// <exception cref="CloudlessException">The device cannot be had here.</exception>
    public static ISeriesTrainingEngine CreateSeries(NetworkGraph graph, SeriesTrainOptions options, PerceptualNetwork? perceptual, bool cuda, int threads) => new TorchSeriesEngine(graph, options, perceptual, cuda, threads);

    /// <summary>Makes what fits a network to a series.</summary>
    /// <exception cref="CloudlessException">The precision cannot be had here.</exception>
    public static ISeriesFit CreateFit(NetworkGraph graph, bool cuda, EngineSettings settings, InternalLearningOptions options, PerceptualNetwork? perceptual)
    {
        torch.Device device = Place(cuda, settings);
        return new TorchSeriesFit(graph, device, ConvolutionType.Choose(device, settings.Precision), options, perceptual);
    }

    /// <summary>Makes what trains a network to tell patches apart.</summary>
    /// <exception cref="CloudlessException">The precision cannot be had here.</exception>
    public static IPatchClassifier CreateClassifier(NetworkGraph graph, bool cuda, EngineSettings settings, double learningRate, double weightDecay)
    {
        torch.Device device = Place(cuda, settings);
        return new TorchClassifier(graph, device, ConvolutionType.Choose(device, settings.Precision), learningRate, weightDecay);
    }

    /// <summary>Refuses a device that TorchSharp cannot compute on here.</summary>
    /// <exception cref="CloudlessException">Why, and what to do.</exception>
    public static void Require(bool cuda)
    {
        if (Problem(cuda) is { } problem)
        {
            throw new CloudlessException($"The training engine {(cuda ? "cuda" : "torch-cpu")} cannot be had: {problem}, or take --engine cpu.");
        }
    }

    /// <summary>Why TorchSharp cannot compute here and what to do; null where it can.</summary>
    /// <param name="cuda">On an NVIDIA GPU, or on the CPU.</param>
    public static string? Problem(bool cuda)
    {
        string packages = cuda
            ? $"build the application with -p:CloudlessDevice=cuda, or add the package TorchSharp-cuda-{(OperatingSystem.IsWindows() ? "windows" : "linux")} to it"
            : "add the package TorchSharp-cpu to the application";

        // TorchSharp writes a page to standard output where a library is missing, so they are loaded first, in its own order and by its own rules.
        if (cuda && !Loads("torch_cuda"))
        {
            return $"libtorch's library for CUDA cannot be loaded; {packages}";
        }

        if (!Loads("LibTorchSharp"))
        {
            return $"libtorch, or TorchSharp's native library for it, cannot be loaded; {packages}";
        }

        try
        {
            return torch.TryInitializeDeviceType(cuda ? DeviceType.CUDA : DeviceType.CPU)
                ? null
                : $"TorchSharp finds no CUDA device; check the driver with nvidia-smi, and {packages}";
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or ExternalException or TypeInitializationException)
        {
            return $"TorchSharp's native libraries cannot be loaded ({e.Message.Split('\n')[0].Trim()}); {packages}";
        }
    }

    private static torch.Device Place(bool cuda, EngineSettings settings)
    {
        if (settings.Threads > 0)
        {
            torch.set_num_threads(settings.Threads);
        }

        return torch.device(cuda ? DeviceType.CUDA : DeviceType.CPU);
    }

    private static bool Loads(string library) => NativeLibrary.TryLoad(library, typeof(torch).Assembly, null, out _);
}
