using Cloudless.Training.Datasets;

namespace Cloudless.Training.Experiments;

/// <summary>An experiment as a user asks for it.</summary>
public sealed record ExperimentRequest
{
    /// <summary>JSON file with <c>title</c>, <c>settings</c>, <c>variants</c> (<c>name</c>, <c>settings</c>), <c>draws</c> (<c>seed</c>, <c>fold</c>) and maybe <c>reference</c>.</summary>
    public required string PlanPath { get; init; }

    /// <summary>Folder of samples with folds, see <see cref="PatchDataset.Open"/>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Folder for the results and a run folder of each training; made where missing. What is done there already is not done again.</summary>
    public required string Output { get; init; }

    /// <summary>Trainings that run at the same time, 1 or more. Changes no result.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Threads of each; 0 shares the processors among them. Changes no result.</summary>
    public int Threads { get; init; }

    /// <summary>How each reads its data.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>The command line, for the models' cards.</summary>
    public string Command { get; init; } = "not recorded";
}
