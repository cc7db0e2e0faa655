using Cloudless.Imagery;

namespace Cloudless.Inference;

/// <summary>Which engine computes.</summary>
public enum EngineKind
{
    /// <summary>CUDA if ONNX Runtime finds it, else our CPU engine if it supports the graph, else ONNX Runtime on the CPU.</summary>
    Auto,

    /// <summary>Our CPU engine.</summary>
    Cpu,

    /// <summary>ONNX Runtime on the CPU.</summary>
    OnnxRuntime,

    /// <summary>ONNX Runtime on an NVIDIA GPU.</summary>
    Cuda,
}

/// <summary>What the convolutions compute in.</summary>
public enum ComputePrecision
{
    /// <summary>float32, on every engine.</summary>
    Float32,

    /// <summary>8-bit integers: <see cref="EngineKind.OnnxRuntime"/> alone, with a model that <see cref="Networks.Onnx.ModelQuantizer"/> made. Less exact.</summary>
    Int8,
}

/// <summary>What depends on the machine; never saved with a model.</summary>
public sealed record ExecutionOptions
{
    /// <summary>The engine; <see cref="EngineKind.Auto"/> by default.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Auto;

    /// <summary>What the convolutions compute in; <see cref="ComputePrecision.Float32"/> by default. Nothing chooses int8 but the caller.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>Threads for computing; 0 (default) takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Side of the square tile core in pixels that the remover hands to the engine; 512 by default, rounded up to multiples of 6 on the CPU engine. The halo comes on
    /// top, and the CPU engine holds two tensors of the network's features over both: 0.1 GB for the default models, 1.8 GB for F=256 and B=16.
    /// </summary>
    public int TileSize { get; init; } = 512;

    /// <summary>
    /// How many images of one size are handed to the engine at once where several wait; 16 by default, 1 or more. Together they hold no more pixels than a tile's core, so large images
    /// go one by one and the memory stays that of <see cref="TileSize"/>. The result is the same, to the bit on the CPU engine.
    /// </summary>
    public int Batch { get; init; } = 16;

    /// <summary>How many images of a size go into the engine at once: <see cref="Batch"/>, but no more pixels than a tile's core, and at least one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public int BatchOf(ImageSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        return (int)Math.Clamp((long)TileSize * TileSize / size.Pixels, 1, Batch);
    }

    /// <summary><see cref="Threads"/> with 0 resolved.</summary>
    internal int ResolvedThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
