using Cloudless.Networks.Quantization;

namespace Cloudless.Training.Quantization;

/// <summary>A quantization as a user asks for it: which model, calibrated on which data, into which file.</summary>
public sealed record QuantizeRequest
{
    /// <summary>The float32 model.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Folder of samples, see <see cref="Datasets.PatchDataset.Open"/>; those with a cloudy image are taken.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The int8 model file to write.</summary>
    public required string Output { get; init; }

    /// <summary>How the network is quantized.</summary>
    public QuantizationOptions Options { get; init; } = new();

    /// <summary>The fold to leave out of the calibration and to judge on; null takes the last one.</summary>
    public int? HeldOutFold { get; init; }

    /// <summary>How often each engine runs each held-out patch, in turn, 1 or more.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Whether an output file that exists is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads for computing; 0 takes all processors.</summary>
    public int Threads { get; init; }
}
