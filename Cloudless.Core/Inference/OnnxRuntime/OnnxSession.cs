using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Loads networks into ONNX Runtime.</summary>
internal static class OnnxSession
{
    /// <summary>Loads a model file.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="options">Threads; <see cref="EngineKind.Cuda"/> takes the first NVIDIA GPU, every other engine the CPU.</param>
    /// <param name="unsignedWeights">Whether 8-bit weights are taken as unsigned on machines without VNNI.</param>
    /// <exception cref="CloudlessException">ONNX Runtime's native library or CUDA is missing, or ONNX Runtime refuses the model.</exception>
    public static InferenceSession Open(byte[] model, string source, ExecutionOptions options, bool unsignedWeights = false)
    {
        OnnxRuntimeLibrary library = OnnxRuntimeLibrary.Current;
        string version = library.Version;
        bool cuda = options.Engine == EngineKind.Cuda;
        if (cuda && !library.Providers.Contains(OnnxRuntimeLibrary.Cuda))
        {
            throw CudaMissing($"this build of ONNX Runtime {version} has only {string.Join(", ", library.Providers)}");
        }

        using var session = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = options.ResolvedThreads,
            InterOpNumThreads = 1,
        };
        if (unsignedWeights)
        {
            session.AddSessionConfigEntry("session.x64quantprecision", "1");
        }

        if (cuda)
        {
            AppendCuda(session);
        }

        try
        {
            return new InferenceSession(model, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CloudlessException($"{source}: ONNX Runtime {version} refuses the model ({(cuda ? "onnxruntime-cuda" : "onnxruntime-cpu")}): {e.Message}", e);
        }
    }

    private static void AppendCuda(SessionOptions session)
    {
        try
        {
            using var cuda = new OrtCUDAProviderOptions();

            // TF32 keeps 10 bits of mantissa, a step of about 1 DN at reflectance 0.1: more than engines may differ by.
            cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = "0", ["use_tf32"] = "0" });
            session.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw CudaMissing(e.Message, e);
        }
    }

    private static CloudlessException CudaMissing(string why, Exception? cause = null) => new(
        $"ONNX Runtime cannot use CUDA: {why}. Add the NuGet package Microsoft.ML.OnnxRuntime.Gpu instead of Microsoft.ML.OnnxRuntime, "
        + "install an NVIDIA driver, CUDA and cuDNN of the versions it names, or choose another engine.", cause);
}
