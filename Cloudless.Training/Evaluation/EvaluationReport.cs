using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloudless.Training.Evaluation;

/// <summary>A table of methods on held-out patches.</summary>
/// <param name="Protocol">How it was measured.</param>
/// <param name="Rows">One row per patch and method.</param>
public sealed record EvaluationReport(string Protocol, IReadOnlyList<EvaluationRow> Rows)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The methods, in the order of their first row.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Methods => [.. Rows.Select(r => r.Method).Distinct(StringComparer.Ordinal)];

    /// <summary>Mean over patches, one row per method.</summary>
    public IReadOnlyList<EvaluationRow> Means => [.. Methods.Select(Mean)];

    /// <summary>Mean of one method over its patches.</summary>
    public EvaluationRow Mean(string method) => EvaluationRow.Mean(method, [.. Rows.Where(r => r.Method == method)]);

    /// <summary>Several reports of one protocol as one, as those of the folds of a cross-validation.</summary>
    public static EvaluationReport Join(IReadOnlyList<EvaluationReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        return new EvaluationReport(reports[0].Protocol, [.. reports.SelectMany(r => r.Rows)]);
    }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The report as Markdown: protocol, means, then every patch.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(Protocol).Append("\n\n");
        EvaluationRow? baseline = Rows.Any(r => r.Method == FoldEvaluation.CloudyInput) ? Mean(FoldEvaluation.CloudyInput) : null;
        text.Append(CultureInfo.InvariantCulture, $"Mean of {Rows.Select(r => r.Patch).Distinct().Count()} patches:\n\n");
        text.Append("| method | PSNR dB | gain dB | MAE | RMSE | SAM deg | SSIM | MAE clear | MAE covered | PSNR covered | SAM covered | reproduction |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (EvaluationRow mean in Means)
        {
            Append(text, mean.Method, mean, baseline);
        }

        text.Append("\nPSNR in dB by patch:\n\n| patch | fold | covered |");
        text.AppendJoin("|", Methods.Select(m => $" {m} ")).Append("|\n|---|---|---|").AppendJoin("|", Methods.Select(_ => "---")).Append("|\n");
        foreach (IGrouping<string, EvaluationRow> patch in Rows.GroupBy(r => r.Patch))
        {
            EvaluationRow first = patch.First();
            text.Append(CultureInfo.InvariantCulture, $"| {patch.Key} | {first.Fold} | {first.Covered:0.000} |");
            foreach (string method in Methods)
            {
                text.Append(CultureInfo.InvariantCulture, $" {patch.FirstOrDefault(r => r.Method == method)?.Psnr:0.00} |");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, EvaluationRow row, EvaluationRow? baseline) => text.Append(
        CultureInfo.InvariantCulture,
        $"| {name} | {row.Psnr:0.00} | {row.Psnr - baseline?.Psnr:+0.00;-0.00;0.00} | {row.Mae:0.0000} | {row.Rmse:0.0000} | {row.Sam:0.00} | {row.Ssim:0.000} | {row.MaeClear:0.0000} | {row.MaeCovered:0.0000} | {row.PsnrCovered:0.00} | {row.SamCovered:0.00} | {row.Reproduction:0.0000} |\n");
}
