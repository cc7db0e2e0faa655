namespace Cloudless.Training.Engines;

/// <summary>What computes a training.</summary>
public enum TrainingEngineKind
{
    /// <summary>CUDA through TorchSharp where it is there and works, else <see cref="Cpu"/>.</summary>
    Auto,

    /// <summary>Cloudless' own engine; the same batches give the same weights, bit for bit.</summary>
    Cpu,

    /// <summary>TorchSharp on the CPU.</summary>
    TorchCpu,

    /// <summary>TorchSharp on an NVIDIA GPU.</summary>
    Cuda,
}

/// <summary>What a training's convolutions are computed in. Weights, sums, loss and optimizer are float32 always.</summary>
public enum TrainingPrecision
{
    /// <summary>Mixed on CUDA, bfloat16 where the GPU computes convolutions in it, else float16; float32 elsewhere.</summary>
    Auto,

    /// <summary>float32, on GPUs without rounding to TF32.</summary>
    Float32,

    /// <summary>bfloat16: 8 bits of mantissa, the range of float32.</summary>
    Bfloat16,

    /// <summary>float16: 11 bits of mantissa and little range, so the loss is scaled up on the way back.</summary>
    Float16,
}

/// <summary>Where and how a training is computed. Depends on the machine, so it is no part of a training's options.</summary>
public sealed record EngineSettings
{
    /// <summary>The engine.</summary>
    public TrainingEngineKind Engine { get; init; }

    /// <summary>What convolutions are computed in; the CPU engine knows float32 alone.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Threads for computing on the CPU; 0 takes all processors.</summary>
    public int Threads { get; init; }
}
