using System.Text.Json.Serialization;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Runs;

/// <summary>A training as a user asks for it: what, on which data, into which files. All of it but what belongs to one call stands in a settings file.</summary>
public sealed record TrainRequest
{
    /// <summary>Folder of samples, see <see cref="PatchDataset.Open"/>.</summary>
    [JsonPropertyName("data")]
    public string? DataFolder { get; init; }

    /// <summary>The model file to write; of a cross-validation the folder to write into. Null writes no model but those in <see cref="RunFolder"/>.</summary>
    [JsonPropertyName("out")]
    public string? Output { get; init; }

    /// <summary>Whether this is a cross-validation: one model per fold, and one on everything.</summary>
    public bool CrossValidate { get; init; }

    /// <summary>Folder for settings, logs, pictures, checkpoints and models of the run; null takes the output's name with <c>.run</c>.</summary>
    [JsonPropertyName("outDir")]
    public string? RunFolder { get; init; }

    /// <summary>File for checkpoints; null takes one in the run folder. A cross-validation keeps its own in its folder.</summary>
    [JsonPropertyName("checkpoint")]
    public string? CheckpointPath { get; init; }

    /// <summary>Model file whose weights the training starts from instead of random ones; its network must be that of the options. Null for random ones.</summary>
    public string? From { get; init; }

    /// <summary>Name of the model in its card.</summary>
    public string Name { get; init; } = "cloudless";

    /// <summary>Version of the model in its card.</summary>
    public string Version { get; init; } = "0.1.0";

    /// <summary>Threads for computing; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>How the data is read: cache, readers, batches ahead.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>What is trained and for how long; of a cross-validation the length of each of its trainings.</summary>
    [JsonPropertyName("training")]
    public TrainOptions Options { get; init; } = new();

    /// <summary>Whether output files that exist are replaced.</summary>
    [JsonIgnore]
    public bool Overwrite { get; init; }

    /// <summary>Whether to go on from the checkpoint; where there is none yet, the training starts anew.</summary>
    [JsonIgnore]
    public bool Resume { get; init; }

    /// <summary>What computes; a training may be resumed on another engine.</summary>
    public TrainingEngineKind Engine { get; init; }

    /// <summary>What convolutions are computed in.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary><see cref="Engine"/>, <see cref="Precision"/> and <see cref="Threads"/> together.</summary>
    internal EngineSettings EngineSettings => new() { Engine = Engine, Precision = Precision, Threads = Threads };

    /// <summary>The command line, for the card.</summary>
    [JsonIgnore]
    public string Command { get; init; } = "not recorded";
}
