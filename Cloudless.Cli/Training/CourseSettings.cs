using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training;

namespace Cloudless.Cli.Training;

/// <summary>How long a training goes, and in what steps.</summary>
internal static class CourseSettings
{
    public static Option<long?> Steps { get; } = OptionChecks.OptionalNumber("--steps", "N", "Length in steps; repeats bit by bit.", 1, long.MaxValue);

    public static Option<double?> Epochs { get; } = OptionChecks.OptionalNumber(
        "--epochs", "X", "Length in passes over the data, each patch once in each; repeats bit by bit.", 1e-6, 1e6);

    public static Option<double?> Minutes { get; } = OptionChecks.OptionalNumber(
        "--minutes", "M", "Length in minutes (10 where no length is given); of each training with --cross-validate.", 0.001, 1e6);

    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        TrainSetting.OfTraining(Steps, (training, value) => training with { Steps = value, Epochs = null, Minutes = null }),
        TrainSetting.OfTraining(Epochs, (training, value) => training with { Steps = null, Epochs = value, Minutes = null }),
        TrainSetting.OfTraining(Minutes, (training, value) => training with { Steps = null, Epochs = null, Minutes = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--batch", "N", "Samples in a batch.", TrainSetting.Defaults.Batch, 1, 1024), (training, value) => training with { Batch = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--crop", "N", "Side of the crops, pixels.", TrainSetting.Defaults.Crop, 8, 4096), (training, value) => training with { Crop = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--lr", "X", "Peak learning rate of NAdam.", TrainSetting.Defaults.LearningRate, 1e-9, 1), (training, value) => training with { LearningRate = value }),
        TrainSetting.OfNames(
            "--schedule", "How the rate goes on: constant, along a cosine, falling by steps, or in a line from the middle on.", TrainSetting.Defaults.Schedule,
            (training, value) => training with { Schedule = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--final-rate-share", "X", "Rate at the end of a cosine as a share of its peak.", TrainSetting.Defaults.FinalRateShare, 0, 1),
            (training, value) => training with { FinalRateShare = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--rate-step-every", "N", "Steps between the falls of a step schedule.", TrainSetting.Defaults.RateStepEvery, 1, long.MaxValue),
            (training, value) => training with { RateStepEvery = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--rate-step-factor", "X", "Factor on the rate at each fall of a step schedule.", TrainSetting.Defaults.RateStepFactor, 1e-6, 1),
            (training, value) => training with { RateStepFactor = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--warm-up", "N", "Steps over which the rate rises from 0.", TrainSetting.Defaults.WarmUpSteps, 0, int.MaxValue),
            (training, value) => training with { WarmUpSteps = value }),
        TrainSetting.OfTraining(
            OptionChecks.OptionalNumber("--clip-norm", "X", "Scale gradients down to this global norm where they are larger.", 1e-12, 1e12),
            (training, value) => training with { Optimizer = training.Optimizer with { MaximumGradientNorm = value } }),
        TrainSetting.OfTraining(
            OptionChecks.OptionalNumber("--ema", "X", "Decay per step of an average of the weights, such as 0.999; the averaged weights make the model.", 1e-6, 1 - 1e-9),
            (training, value) => training with { AverageDecay = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--seed", "N", "Seed of weights and batches.", TrainSetting.Defaults.Seed, 0UL, ulong.MaxValue), (training, value) => training with { Seed = value }),
    ];

    /// <summary>The training with a length, ten minutes where it has none.</summary>
    public static TrainOptions WithLength(TrainOptions training) =>
        training.Steps is null && training.Epochs is null && training.Minutes is null ? training with { Minutes = 10 } : training;
}
