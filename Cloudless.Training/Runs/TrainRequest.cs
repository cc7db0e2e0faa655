using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Runs;

/// <summary>A training as a user asks for it: what, on which data, into which file.</summary>
public sealed record TrainRequest
{
    /// <summary>Folder of samples, see <see cref="Datasets.PatchDataset.Open"/>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The model file to write; of a cross-validation the folder to write into.</summary>
    public required string Output { get; init; }

    /// <summary>What is trained and for how long; of a cross-validation the length of each of its trainings.</summary>
    public required TrainOptions Options { get; init; }

    /// <summary>Name of the model in its card.</summary>
    public string Name { get; init; } = "cloudless";

    /// <summary>Version of the model in its card.</summary>
    public string Version { get; init; } = "0.1.0";

    /// <summary>Whether output files that exist are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>File for checkpoints; null writes none. A cross-validation keeps its own in its folder.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether to go on from the checkpoint; where there is none yet, the training starts anew.</summary>
    public bool Resume { get; init; }

    /// <summary>How the data is read: cache, readers, batches ahead.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>Threads for computing; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>What computes; a training may be resumed on another engine.</summary>
    public TrainingEngineKind Engine { get; init; }

    /// <summary>What convolutions are computed in.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary><see cref="Engine"/>, <see cref="Precision"/> and <see cref="Threads"/> together.</summary>
    internal EngineSettings EngineSettings => new() { Engine = Engine, Precision = Precision, Threads = Threads };

    /// <summary>The command line, for the card.</summary>
    public string Command { get; init; } = "not recorded";
}
