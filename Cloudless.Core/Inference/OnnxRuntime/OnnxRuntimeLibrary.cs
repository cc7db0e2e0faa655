using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>ONNX Runtime's native library: whether it is there, its version and what it can run on.</summary>
/// <remarks>The library is loaded once, on first use. Thread-safe.</remarks>
internal sealed class OnnxRuntimeLibrary
{
    /// <summary>Provider name of ONNX Runtime's CUDA engine.</summary>
    public const string Cuda = "CUDAExecutionProvider";

    private static readonly Lazy<OnnxRuntimeLibrary> Loaded = new(() => new OnnxRuntimeLibrary(Load));

    private readonly string? _version;
    private readonly IReadOnlyList<string> _providers = [];

    /// <summary>Asks a library; <paramref name="load"/> gives version and providers, or throws what loading a native library throws.</summary>
    internal OnnxRuntimeLibrary(Func<(string Version, string[] Providers)> load)
    {
        try
        {
            (_version, _providers) = load();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException or OnnxRuntimeException)
        {
            Problem = e;
        }
    }

    /// <summary>The library of this process.</summary>
    public static OnnxRuntimeLibrary Current => Loaded.Value;

    /// <summary>Why the library cannot be used; null where it can.</summary>
    public Exception? Problem { get; }

    /// <summary>Version of the native library.</summary>
    /// <exception cref="CloudlessException">The library is missing.</exception>
    public string Version => Missing() is { } error ? throw error : _version!;

    /// <summary>Execution providers compiled into the library; what they need (a driver, CUDA) may still be missing.</summary>
    /// <exception cref="CloudlessException">The library is missing.</exception>
    public IReadOnlyList<string> Providers => Missing() is { } error ? throw error : _providers;

    /// <summary>The error that names the package to add; null where the library is there.</summary>
    public CloudlessException? Missing() => Problem is null ? null : new CloudlessException(
        "ONNX Runtime's native library (onnxruntime) cannot be loaded: "
        + $"{Reason(Problem)} "
        + "Add the NuGet package Microsoft.ML.OnnxRuntime (CPU) or Microsoft.ML.OnnxRuntime.Gpu (CUDA), 1.24.1 or newer, to the application.", Problem);

    // The loader's message goes on for a page of paths that it tried; its first sentence says what is missing.
    private static string Reason(Exception problem) =>
        (problem is TypeInitializationException { InnerException: { } inner } ? inner : problem).Message.Split('\n')[0].Split(". In order to")[0].TrimEnd('.') + ".";

    private static (string Version, string[] Providers) Load()
    {
        // Its warnings (e.g. about hardware it did not find) would land between a program's own lines.
        if (!OrtEnv.IsCreated)
        {
            var quiet = new EnvironmentCreationOptions { logId = "cloudless", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            OrtEnv.CreateInstanceWithOptions(ref quiet);
        }

        OrtEnv environment = OrtEnv.Instance();
        return (environment.GetVersionString(), environment.GetAvailableProviders());
    }
}
