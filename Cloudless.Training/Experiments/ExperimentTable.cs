using System.Globalization;
using System.Text;
using Cloudless.Training.Evaluation;

namespace Cloudless.Training.Experiments;

/// <summary>The results of an experiment as Markdown.</summary>
/// <remarks>
/// Patches differ by ten decibels and folds by three, so a spread of the figures themselves would tell of patches. What is told is the spread of a variant's gain over the reference,
/// taken draw by draw: same fold, same seed.
/// </remarks>
internal static class ExperimentTable
{
    private const string Nothing = "-";

    /// <summary>Writes all tables.</summary>
    public static string Write(ExperimentPlan plan, IReadOnlyList<ExperimentResult> results)
    {
        string reference = plan.Reference ?? plan.Variants[0].Name;
        ExperimentResult[] trained = [.. results.Where(r => r.Diverged is null)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {plan.Title}\n\n{results.Count} of {plan.Variants.Count * plan.Draws.Count} trainings");
        if (trained.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", {trained.Min(r => r.Steps)} to {trained.Max(r => r.Steps)} steps, {trained.Min(r => r.Seconds):0} to {trained.Max(r => r.Seconds):0} s each");
        }

        text.Append(CultureInfo.InvariantCulture, $". {FoldEvaluation.Protocol}\n\n");
        AppendMeans(text, plan, trained, reference);
        AppendDraws(text, plan, results);
        return text.ToString();
    }

    private static void AppendMeans(StringBuilder text, ExperimentPlan plan, ExperimentResult[] trained, string reference)
    {
        text.Append(
            $"Means over all patches of all draws. Gain: PSNR less that of {reference} in the same draw, mean and standard deviation over draws.\n\n"
            + "| method | draws | PSNR | gain | MAE covered | PSNR covered | SAM covered | PSNR, composite off | gain, composite off | MAE covered, off | SAM covered, off | reproduction, off |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        ExperimentResult[] first = Of(trained, reference);
        foreach (string method in first.SelectMany(r => r.Rows).Select(r => r.Method).Distinct().Where(m => m is not (RemovalMethods.CompositeOn or RemovalMethods.CompositeOff)))
        {
            EvaluationRow mean = Mean(first, method);
            text.Append(CultureInfo.InvariantCulture, $"| {method} | {first.Length} | {mean.Psnr:0.00} | {Gain(first, first, method)} | {mean.MaeCovered:0.0000} | {mean.PsnrCovered:0.00} | {mean.SamCovered:0.00} | | | | | |\n");
        }

        foreach (string variant in plan.Variants.Select(v => v.Name))
        {
            ExperimentResult[] own = Of(trained, variant);
            if (own.Length == 0)
            {
                continue;
            }

            EvaluationRow on = Mean(own, RemovalMethods.CompositeOn), off = Mean(own, RemovalMethods.CompositeOff);
            string gain = variant == reference ? Nothing : Gain(own, first, RemovalMethods.CompositeOn), gainOff = variant == reference ? Nothing : Gain(own, first, RemovalMethods.CompositeOff);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {variant} | {own.Length} | {on.Psnr:0.00} | {gain} | {on.MaeCovered:0.0000} | {on.PsnrCovered:0.00} | {on.SamCovered:0.00} | {off.Psnr:0.00} | {gainOff} | {off.MaeCovered:0.0000} | {off.SamCovered:0.00} | {off.Reproduction:0.0000} |\n");
        }
    }

    private static void AppendDraws(StringBuilder text, ExperimentPlan plan, IReadOnlyList<ExperimentResult> results)
    {
        text.Append("\nPSNR draw by draw, composite on / off:\n\n| variant |");
        text.AppendJoin('|', plan.Draws.Select(d => string.Create(CultureInfo.InvariantCulture, $" seed {d.Seed}, fold {d.Fold} "))).Append("|\n|---|");
        text.AppendJoin('|', plan.Draws.Select(_ => "---")).Append("|\n");
        foreach (string variant in plan.Variants.Select(v => v.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {variant} |");
            text.AppendJoin('|', plan.Draws.Select(d => $" {Cell(results.FirstOrDefault(r => r.Variant == variant && r.Seed == d.Seed && r.Fold == d.Fold))} ")).Append("|\n");
        }
    }

    private static string Cell(ExperimentResult? result) => result switch
    {
        null => Nothing,
        { Diverged: not null } => "diverged",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Mean([result], RemovalMethods.CompositeOn).Psnr:0.00} / {Mean([result], RemovalMethods.CompositeOff).Psnr:0.00}"),
    };

    /// <summary>What a method gains over the reference's model with the composite on, or off where the method is that.</summary>
    private static string Gain(ExperimentResult[] own, ExperimentResult[] reference, string method)
    {
        string against = method == RemovalMethods.CompositeOff ? method : RemovalMethods.CompositeOn;
        double[] gains =
        [
            .. own.Select(r => (Own: r, Reference: reference.FirstOrDefault(x => x.Seed == r.Seed && x.Fold == r.Fold))).Where(p => p.Reference is not null)
                .Select(p => Mean([p.Own], method).Psnr - Mean([p.Reference!], against).Psnr).Where(double.IsFinite),
        ];
        if (gains.Length == 0)
        {
            return Nothing;
        }

        double mean = gains.Average();
        string spread = gains.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ± {Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean)) / (gains.Length - 1)):0.00}");
        return string.Create(CultureInfo.InvariantCulture, $"{mean:+0.00;-0.00;0.00}{spread}");
    }

    private static ExperimentResult[] Of(IEnumerable<ExperimentResult> results, string variant) => [.. results.Where(r => r.Variant == variant)];

    private static EvaluationRow Mean(IEnumerable<ExperimentResult> results, string method) =>
        EvaluationRow.Mean(method, [.. results.SelectMany(r => r.Rows).Where(r => r.Method == method)]);
}
