using System.CommandLine;
using Cloudless.Cli.Hosting;

namespace Cloudless.Cli.Training;

/// <summary>What is kept from training, and how the training is looked at.</summary>
internal static class WatchSettings
{
    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        TrainSetting.OfTraining(
            new Option<int?>("--fold") { Description = "Fold to leave out of the training and to judge the model on.", HelpName = "K" },
            (training, value) => training with { HeldOutFold = value }),
        TrainSetting.OfTraining(
            new Option<int?>("--validation-fold") { Description = "Fold to leave out of the training and to choose the best model by; without it the validation part of split data.", HelpName = "K" },
            (training, value) => training with { Validation = training.Validation with { Fold = value } }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--validation-steps", "N", "Steps between validations.", TrainSetting.Defaults.Validation.Steps, 1, int.MaxValue),
            (training, value) => training with { Validation = training.Validation with { Steps = value } }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--validation-patches", "N", "At most so many patches validate.", TrainSetting.Defaults.Validation.Patches, 1, int.MaxValue),
            (training, value) => training with { Validation = training.Validation with { Patches = value } }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--pictures", "N", "So many of them are drawn at each validation.", TrainSetting.Defaults.Validation.Pictures, 0, int.MaxValue),
            (training, value) => training with { Validation = training.Validation with { Pictures = value } }),
        TrainSetting.OfNames(
            "--best", "What makes a model the best: the highest PSNR or the lowest loss on the validation patches.", TrainSetting.Defaults.Validation.Best,
            (training, value) => training with { Validation = training.Validation with { Best = value } }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--checkpoint-steps", "N", "Steps between checkpoints.", TrainSetting.Defaults.CheckpointSteps, 1, int.MaxValue),
            (training, value) => training with { CheckpointSteps = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--log-steps", "N", "Steps between rows of the log.", TrainSetting.Defaults.LogSteps, 1, int.MaxValue),
            (training, value) => training with { LogSteps = value }),
    ];
}
