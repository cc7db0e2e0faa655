using System.Globalization;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>What the cards of networks that tell patches apart say of their training.</summary>
internal static class CourseCard
{
    /// <summary>Name of the folder that was learned from.</summary>
    public static string Folder(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>Folder, number and size of the patches learned from.</summary>
    public static string Data(string folder, LabeledPatches data, PatchSplit split) => $"{Folder(folder)}: {split.Trained.Count} patches of {data.Side} x {data.Side} pixels";

    /// <summary>How it was trained.</summary>
    public static TrainingCard Training(string folder, LabeledPatches data, PatchSplit split, CourseOptions options, ClassifierEpoch best, string engine, string command) => new()
    {
        Data = [new DataSetCard(Data(folder, data, split), "that of the data", "whom the data's license names")],
        Folds = split.Rule,
        Loss = "cross entropy",
        Optimizer = string.Create(CultureInfo.InvariantCulture, $"ADAM (0.9, 0.999){(options.WeightDecay == 0 ? "" : $", weight decay {options.WeightDecay}")}; {engine}"),
        LearningRate = options.LearningRate,
        Seed = options.Seed,
        Steps = best.Steps,
        Batch = options.Batch,
        Command = command,
    };
}
