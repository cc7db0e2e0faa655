using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Networks.Onnx;
using Cloudless.Training.PriorFills;

namespace Cloudless.Cli.Training;

/// <summary>Which network is trained, and what it sees.</summary>
internal static class NetworkSettings
{
    private const string NoFill = "none";

    private static readonly string[] FillNames = [NoFill, .. PriorFillCard.Names];

    /// <summary>Which network.</summary>
    public static Option<string> Network { get; } = TrainSetting.Words(
        "--network", "Which network: dsen2cr; pix2pix, a baseline trained adversarially; uncrtaints, which tells how sure it is. The latter two need TorchSharp and have losses of their own.",
        TrainSetting.Defaults.Architecture, ArchitectureCard.DSen2Cr, ArchitectureCard.Pix2Pix, ArchitectureCard.UnCRtainTS);

    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        TrainSetting.OfTraining(Network, (training, value) => training with { Architecture = value.ToLowerInvariant() }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--features", "F", "Feature channels F; of pix2pix those of the first layer (64 as published), of uncrtaints a multiple of 4 (128 as published).", TrainSetting.Defaults.Network.Features, 1, 1024),
            (training, value) => training with { Network = training.Network with { Features = value } }),
        TrainSetting.OfTraining(
            OptionChecks.Number("--blocks", "B", "Residual blocks B; of pix2pix how often it halves the image (8 as published), of uncrtaints the decoder's blocks (5 as published).", TrainSetting.Defaults.Network.Blocks, 0, 64),
            (training, value) => training with { Network = training.Network with { Blocks = value } }),
        TrainSetting.OfTraining(
            new Option<bool>("--no-sar") { Description = "A model for images without SAR." },
            (training, value) => training with { Network = training.Network with { Sar = !value } }),
        TrainSetting.Of(
            new Option<string>("--from") { Description = "Model whose weights the training starts from; features, blocks and SAR must be its own.", HelpName = "M.onnx" },
            (request, value) => request with { From = value }),
        TrainSetting.OfTraining(
            new Option<bool>("--random-tail") { Description = "Start the last convolution at random, as dsen2-cr does, and not at zero, where the network gives back what it sees." },
            (training, value) => training with { ZeroTail = !value }),
        TrainSetting.OfTraining(
            OptionChecks.OneOf(
                new Option<string>("--prior-fill")
                {
                    Description = $"Estimate put under clouds before the network sees an image, in training and in use: {string.Join(", ", FillNames)}. Learned from the samples, kept in the model's card.",
                    HelpName = "NAME",
                    DefaultValueFactory = _ => NoFill,
                },
                FillNames),
            (training, value) => training with { PriorFill = value == NoFill ? null : (training.PriorFill ?? new PriorFillOptions()) with { Name = value.ToLowerInvariant() } }),
        TrainSetting.OfTraining(
            OptionChecks.Number(
                "--sar-dropout", "X", "Probability that a sample's SAR is left out, so that the model serves images without.", TrainSetting.Defaults.Augmentation.SarDropout, 0, 1),
            (training, value) => training with { Augmentation = training.Augmentation with { SarDropout = value } }),
        TrainSetting.OfTraining(
            OptionChecks.Number(
                "--b10-dropout", "X", "Probability that a sample's B10 is left out, so that the model serves images without (Level-2A has none).",
                TrainSetting.Defaults.Augmentation.B10Dropout, 0, 1),
            (training, value) => training with { Augmentation = training.Augmentation with { B10Dropout = value } }),
        TrainSetting.OfNames(
            "--mask-scope", "Masks of the loss from the whole patch, as in use, or from the crop, as dsen2-cr has them.", TrainSetting.Defaults.Augmentation.MaskScope,
            (training, value) => training with { Augmentation = training.Augmentation with { MaskScope = value } }),
    ];
}
