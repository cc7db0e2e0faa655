using System.Globalization;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Engines;
using Cloudless.Training.Evaluation;
using Cloudless.Training.Losses;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Runs;

/// <summary>Writes the card of a trained model.</summary>
internal static class CardWriter
{
    /// <summary>The card of a training on a set of samples; figures on held-out patches are added by who measured them.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="set">What was trained on.</param>
    /// <param name="fill">The prior fill that the network was trained with; null for none.</param>
    /// <param name="steps">Updates that the weights have seen.</param>
    /// <param name="validation">How these weights did on the validation patches; null where they were not validated.</param>
    public static ModelCard Write(TrainRequest request, TrainingSet set, PriorFillCard? fill, long steps, ValidationResult? validation)
    {
        TrainOptions options = request.Options;
        ModelCard card = TrainedNetwork.Card(options, request.Name, request.Version, DateTimeOffset.UtcNow);
        bool dropsSar = options.Network.Sar && (options.Augmentation.SarDropout > 0 || set.Pairs.Count > 0);
        return card with
        {
            Channels = [.. card.Channels.Select((c, i) => c with { MissingFill = MissingFill(i, dropsSar, options.Augmentation.B10Dropout > 0) })],
            PriorFill = fill,
            Training = new TrainingCard
            {
                Data = DataSources.Of(set.Items),
                Folds = Folds(options, set),
                Loss = Loss(options),
                Optimizer = Optimizer(options, request.From is not null),
                LearningRate = options.LearningRate,
                Seed = options.Seed,
                Steps = steps,
                Batch = options.Batch,
                Command = request.Command,
            },
            Metrics = validation is null ? [] : [Metric(options, set, validation)],
            Limitations =
            [
                $"Trained on {set.Items.Count} samples: under opaque clouds it paints plausible ground, not the true one.",
                .. request.From is null ? (string[])[] : [$"Started from the weights of {Path.GetFileName(request.From)}: what holds for that model's data holds here."],
                .. DataSources.Limitations(set.Items),
                .. set.Dataset.Warnings,
                "Level-1C (top of atmosphere) only; not for Level-2A, and not for measuring reflectance under clouds.",
            ],
        };
    }

    private static float? MissingFill(int channel, bool dropsSar, bool dropsB10) => channel switch
    {
        >= Sentinel2Band.Count when dropsSar => SarFill.Of(channel - Sentinel2Band.Count),
        _ when channel == Sentinel2Band.B10.Index && dropsB10 => MissingCirrus.Fill,
        _ => null,
    };

    /// <summary>The means of a report's methods as entries of a card.</summary>
    public static IReadOnlyList<MetricCard> Metrics(EvaluationReport report, string folds) =>
    [
        .. report.Means.Select(mean => new MetricCard(
            $"{report.Rows.Select(r => r.Patch).Distinct().Count()} patches: {string.Join(", ", report.Rows.Select(r => r.Patch).Distinct())}",
            $"{mean.Method}; {folds}; {report.Protocol}",
            Values(mean))),
    ];

    private static Dictionary<string, double> Values(EvaluationRow mean)
    {
        (string Name, double? Value)[] all =
        [
            ("psnrDb", mean.Psnr), ("mae", mean.Mae), ("rmse", mean.Rmse), ("samDegrees", mean.Sam), ("ssim", mean.Ssim),
            ("maeClear", mean.MaeClear), ("maeCovered", mean.MaeCovered), ("psnrCoveredDb", mean.PsnrCovered), ("samCoveredDegrees", mean.SamCovered), ("reproductionMae", mean.Reproduction),
        ];
        return all.Where(v => v.Value is { } value && double.IsFinite(value)).ToDictionary(v => v.Name, v => Math.Round(v.Value!.Value, 5));
    }

    private static string Folds(TrainOptions options, TrainingSet set)
    {
        string folds = string.Join(", ", set.Items.Select(s => s.Fold).OfType<int>().Distinct().Order());
        string trained = $"trained on {(folds.Length == 0 ? "no fold" : "folds " + folds)} and all samples outside the folds: {set.Description}";
        string validated = options.Validation.Fold is { } validation ? $"; fold {validation} left out to validate" : "";
        return (options.HeldOutFold is { } fold ? $"{trained}; fold {fold} left out" : $"{trained}; nothing left out") + validated;
    }

    private static string Loss(TrainOptions options)
    {
        if (options.Architecture != ArchitectureCard.DSen2Cr)
        {
            return options.Architecture == ArchitectureCard.Pix2Pix
                ? "adversarial (PatchGAN, binary cross-entropy), with 100 times the mean |P-T| on -1..1"
                : "negative logarithm of the Gaussian likelihood, diagonal covariance";
        }

        string main = options.Loss switch
        {
            "carl" => string.Create(CultureInfo.InvariantCulture, $"CARL (lambda {options.Lambda})"),
            "tmarl" => string.Create(CultureInfo.InvariantCulture, $"TMARL (alpha {options.Alpha}, lambda {options.Lambda})"),
            "tmarl-adaptive" => string.Create(CultureInfo.InvariantCulture, $"TMARL (alpha of each patch, lambda {options.Lambda})"),
            _ => "L1",
        };
        string parts = (main, options.L1Share) switch
        {
            ("L1", _) or (_, 1) => "L1",
            (_, 0) => main,
            _ => string.Create(CultureInfo.InvariantCulture, $"L1 for {options.L1Share:0.##} of the training, then {main}"),
        };
        string where = options.GradientScope == GradientScope.Target ? ", where the target is asked for" : "";
        return options.GradientWeight == 0
            ? parts
            : parts + string.Create(CultureInfo.InvariantCulture, $", with a gradient term (weight {options.GradientWeight}{where})");
    }

    private static string Optimizer(TrainOptions options, bool startsFromModel)
    {
        NAdamOptions nadam = options.Optimizer;
        string clip = nadam.MaximumGradientNorm is { } norm ? string.Create(CultureInfo.InvariantCulture, $", gradients' norm limited to {norm}") : "";
        string average = options.AverageDecay is { } decay ? string.Create(CultureInfo.InvariantCulture, $", weights averaged (decay {decay})") : "";
        if (options.Architecture != ArchitectureCard.DSen2Cr)
        {
            double beta1 = options.Architecture == ArchitectureCard.Pix2Pix ? 0.5 : nadam.Beta1;
            return string.Create(CultureInfo.InvariantCulture, $"ADAM ({beta1}, 0.999), {Schedule(options)}{clip}{average}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"NAdam ({nadam.Beta1}, {nadam.Beta2}, {nadam.Epsilon:0e-0}, schedule decay {nadam.ScheduleDecay}), {Schedule(options)}{clip}{average}{(options.ZeroTail && !startsFromModel ? ", last convolution started at zero" : "")}");
    }

    private static string Schedule(TrainOptions options) => options.Schedule switch
    {
        LearningRateSchedule.Cosine => string.Create(
            CultureInfo.InvariantCulture, $"cosine to {options.FinalRateShare:0.###} of the rate after {options.WarmUpSteps} steps of warm-up"),
        LearningRateSchedule.Linear => string.Create(
            CultureInfo.InvariantCulture, $"constant rate after {options.WarmUpSteps} steps of warm-up, from the middle on falling to 0 in a line"),
        LearningRateSchedule.Step => string.Create(
            CultureInfo.InvariantCulture, $"rate times {options.RateStepFactor:0.###} every {options.RateStepEvery} steps after {options.WarmUpSteps} steps of warm-up"),
        _ => string.Create(CultureInfo.InvariantCulture, $"constant rate after {options.WarmUpSteps} steps of warm-up"),
    };

    private static MetricCard Metric(TrainOptions options, TrainingSet set, ValidationResult validation)
    {
        string patches = options.Validation.Fold is { } fold ? $"fold {fold}" : "the validation part of the data";
        return new MetricCard(
            $"{Math.Min(options.Validation.Patches, set.Validation.Count)} patches of {patches}",
            "bare network; these patches were looked at during training and may have chosen the model, so they are no test",
            new Dictionary<string, double> { ["psnrDb"] = Math.Round(validation.Psnr, 5), ["loss"] = Math.Round(validation.Loss, 5) });
    }
}
