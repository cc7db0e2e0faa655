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
    // Four runs of 24 tiles of 6x6 pixels, the pieces that the CPU engine's threads take. More gains nothing.
    private const long PixelsPerThread = 4 * 24 * 36;

    /// <summary>The engine; <see cref="EngineKind.Auto"/> by default.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Auto;

    /// <summary>What the convolutions compute in; <see cref="ComputePrecision.Float32"/> by default. Nothing chooses int8 but the caller.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>Threads for computing; 0 (default) takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Side of the square tile core in pixels that the remover hands to the engine; 512 by default, rounded up to multiples of 6 on the CPU engine. The halo comes on
    /// top, and the CPU engine holds two tensors of the network's features over both: 0.1 GB for F=32 and B=4, 1.8 GB for F=256 and B=16.
    /// </summary>
    public int TileSize { get; init; } = 512;

    /// <summary>
    /// How many images of one size are handed to the engine at once where several wait; 0 (default) takes as many as give every thread work, which is one for images of 64 x 64 pixels on
    /// two threads. Together they hold no more pixels than a tile's core, so the memory stays that of <see cref="TileSize"/>. The result is the same, to the bit on the CPU engine.
    /// </summary>
    public int Batch { get; init; }

    /// <summary>How many images of a size go into the engine at once, by <see cref="Batch"/>, <see cref="Threads"/> and <see cref="TileSize"/>; at least one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public int BatchOf(ImageSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        long most = (long)TileSize * TileSize / size.Pixels;
        long wanted = Batch > 0 ? Batch : Engine == EngineKind.Cuda ? most : ResolvedThreads * PixelsPerThread / size.Pixels;
        return (int)Math.Clamp(wanted, 1, Math.Max(1, most));
    }

    /// <summary><see cref="Threads"/> with 0 resolved.</summary>
    internal int ResolvedThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
