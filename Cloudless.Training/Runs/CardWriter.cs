using System.Globalization;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Evaluation;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Runs;

/// <summary>Writes the card of a trained model.</summary>
internal static class CardWriter
{
    /// <summary>The card of a training on a set of samples; metrics are added by who measured them.</summary>
    public static ModelCard Write(TrainRequest request, TrainOptions options, TrainingSet set, TrainResult result)
    {
        ModelCard card = ModelCard.ForDSen2Cr(options.Network, request.Name, request.Version, DateTimeOffset.UtcNow);
        bool dropsSar = options.Network.Sar && (options.Augmentation.SarDropout > 0 || set.Pairs.Count > 0);
        return card with
        {
            Channels = [.. card.Channels.Select((c, i) => c with { MissingFill = MissingFill(i, dropsSar, options.Augmentation.B10Dropout > 0) })],
            PriorFill = result.PriorFill,
            Training = new TrainingCard
            {
                Data = DataSources.Of(set.Items),
                Folds = Folds(options, set),
                Loss = Loss(options),
                Optimizer = "NAdam (0.9, 0.999, 1e-8, schedule decay 0.004), " + Schedule(options),
                LearningRate = options.LearningRate,
                Seed = options.Seed,
                Steps = result.Steps,
                Batch = options.Batch,
                Command = request.Command,
            },
            Limitations =
            [
                $"Trained on {set.Items.Count} samples: under opaque clouds it paints plausible ground, not the true one.",
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
            ("maeClear", mean.MaeClear), ("maeCovered", mean.MaeCovered), ("psnrCoveredDb", mean.PsnrCovered), ("reproductionMae", mean.Reproduction),
        ];
        return all.Where(v => v.Value is { } value && double.IsFinite(value)).ToDictionary(v => v.Name, v => Math.Round(v.Value!.Value, 5));
    }

    private static string Folds(TrainOptions options, TrainingSet set)
    {
        string folds = string.Join(", ", set.Items.Select(s => s.Fold).OfType<int>().Distinct().Order());
        string trained = $"trained on {(folds.Length == 0 ? "no fold" : "folds " + folds)} and all samples outside the folds: {set.Description}";
        return options.HeldOutFold is { } fold ? $"{trained}; fold {fold} left out" : $"{trained}; nothing left out";
    }

    private static string Loss(TrainOptions options)
    {
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

    private static string Schedule(TrainOptions options) => options.Schedule == LearningRateSchedule.Cosine
        ? string.Create(CultureInfo.InvariantCulture, $"cosine to {options.FinalRateShare:0.###} of the rate after {options.WarmUpSteps} steps of warm-up")
        : string.Create(CultureInfo.InvariantCulture, $"constant rate after {options.WarmUpSteps} steps of warm-up");
}
