using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Cloudless.Inference.OnnxRuntime;

namespace Cloudless.Inference;

/// <summary>Which engines this process has, for <c>cloudless info</c> and bug reports.</summary>
public sealed record EngineInfo
{
    /// <summary>Processors of the process.</summary>
    public required int Processors { get; init; }

    /// <summary>Best instruction set that the processor and .NET offer: AVX-512, AVX2 or the processor's architecture.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>Version of ONNX Runtime's native library; null where it cannot be loaded.</summary>
    public required string? OnnxRuntimeVersion { get; init; }

    /// <summary>Execution providers compiled into ONNX Runtime; empty where it cannot be loaded.</summary>
    public required IReadOnlyList<string> OnnxRuntimeProviders { get; init; }

    /// <summary>Why ONNX Runtime cannot be loaded and what to do; null where it can.</summary>
    public required string? OnnxRuntimeProblem { get; init; }

    /// <summary>Newest CUDA version that the NVIDIA driver runs, e.g. <c>12.4</c>; null where there is no driver.</summary>
    public required string? CudaDriver { get; init; }

    /// <summary>Looks at this process and its machine; loads ONNX Runtime's native library if it is there.</summary>
    public static EngineInfo Read() => Read(OnnxRuntimeLibrary.Current);

    /// <summary>The same as lines for people; ends without a line break.</summary>
    public string Describe() => $"""
        cpu engine    {InstructionSet}, {Processors} {(Processors == 1 ? "processor" : "processors")}
        onnxruntime   {(OnnxRuntimeProblem is null ? $"{OnnxRuntimeVersion}: {string.Join(", ", OnnxRuntimeProviders)}" : $"not there: {OnnxRuntimeProblem}")}
        nvidia driver {(CudaDriver is null ? "none" : $"for CUDA up to {CudaDriver}")}
        """;

    /// <summary>As <see cref="Read()"/>, for a given library.</summary>
    internal static EngineInfo Read(OnnxRuntimeLibrary library) => new()
    {
        Processors = Environment.ProcessorCount,
        InstructionSet = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : RuntimeInformation.ProcessArchitecture.ToString(),
        OnnxRuntimeVersion = library.Problem is null ? library.Version : null,
        OnnxRuntimeProviders = library.Problem is null ? library.Providers : [],
        OnnxRuntimeProblem = library.Missing()?.Message,
        CudaDriver = NvidiaDriver.CudaVersion(),
    };
}
