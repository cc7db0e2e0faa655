using Cloudless.Cli.Hosting;

namespace Cloudless.Cli.Training;

/// <summary>What is asked of the network.</summary>
internal static class LossSettings
{
    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        TrainSetting.OfTraining(
            TrainSetting.Words(
                "--loss", "Loss of the main part, after a first part of l1; tmarl-adaptive takes alpha from each patch.", TrainSetting.Defaults.Loss,
                "l1", "carl", "tmarl", "tmarl-adaptive"),
            (training, value) => training with { Loss = value.ToLowerInvariant() }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--lambda", "X", "Weight of |P-T| on all pixels in carl and tmarl.", TrainSetting.Defaults.Lambda, 0, 1e6),
            (training, value) => training with { Lambda = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--alpha", "X", "Share of the cloud term in tmarl.", TrainSetting.Defaults.Alpha, 0, 1),
            (training, value) => training with { Alpha = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--gradient-weight", "X", "Weight of the gradient term, which keeps fine detail; 0 leaves it out.", TrainSetting.Defaults.GradientWeight, 0, 1e6),
            (training, value) => training with { GradientWeight = value }),
        TrainSetting.OfNames(
            "--gradient-scope", "Where the gradient term counts: all, or target: where the loss asks for the target more than for the input.",
            TrainSetting.Defaults.GradientScope, (training, value) => training with { GradientScope = value }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--l1-share", "X", "Share of the training that begins with l1.", TrainSetting.Defaults.L1Share, 0, 1),
            (training, value) => training with { L1Share = value }),
    ];
}
