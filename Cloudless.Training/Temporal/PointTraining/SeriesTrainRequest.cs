using Cloudless.Masks;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>A training on series as a user asks for it: what, on which data, into which files.</summary>
public sealed record SeriesTrainRequest
{
    /// <summary>Dated scenes of one place (a folder or a pattern), a folder of SEN12MS-CR-TS, or one of series as NumPy arrays.</summary>
    public required string Data { get; init; }

    /// <summary>Sentinel-1 of dated scenes; data sets and arrays have their own.</summary>
    public SeriesSarOptions Sar { get; init; } = new();

    /// <summary>What finds clouds where the data have no masks; a mask in a file cannot.</summary>
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>Folder in which the cloud covers of SEN12MS-CR-TS are kept; null for beside the images.</summary>
    public string? CoverCache { get; init; }

    /// <summary>The model file to write; log, best model and checkpoint go into a folder of its name with <c>.run</c>.</summary>
    public required string Output { get; init; }

    /// <summary>Single-date model that the branches start from, and whose size they have; null for the default model that comes with Cloudless.</summary>
    public string? From { get; init; }

    /// <summary>Network of <c>cloudless train-perceptual</c> for the perceptual term; null leaves the term out.</summary>
    public string? Perceptual { get; init; }

    /// <summary>What is trained and how; the branches' size is taken from <see cref="From"/>.</summary>
    public SeriesTrainOptions Options { get; init; } = new();

    /// <summary>Ends the training, with a model and a checkpoint, after so many minutes of this call; null for none.</summary>
    public double? Minutes { get; init; }

    /// <summary>What computes: <see cref="TrainingEngineKind.Cuda"/> or <see cref="TrainingEngineKind.TorchCpu"/>; auto takes CUDA where it works, else the CPU by TorchSharp.</summary>
    public TrainingEngineKind Engine { get; init; }

    /// <summary>Threads on the CPU; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Name of the model in its card.</summary>
    public string Name { get; init; } = "cloudless-series";

    /// <summary>Whether to go on from the checkpoint where there is one; the output of that training is then replaced.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether an output that exists is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The command line, for the card.</summary>
    public string Command { get; init; } = "not recorded";
}
