using System.Globalization;
using System.Text;
using Cloudless.Metrics;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>All patches and methods as CSV, one line each.</summary>
public static class PatchTable
{
    /// <summary>The table; a value that does not exist is an empty cell.</summary>
    public static string ToCsv(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder("patch,scene,method,cloud_cover,covered,mae_target,mae_reproduction,mae_reconstruction,rmse,psnr,sam_target,sam_reproduction,sam_reconstruction,ssim_dsen2cr,ssim_uncrtaints\n");
        foreach (PatchScore score in report.Scores)
        {
            ImageMetrics all = score.Metrics.All!;
            text.Append(Quoted(score.Patch)).Append(',').Append(Quoted(score.Scene)).Append(',').Append(Quoted(score.Method));
            double?[] values =
            [
                score.CloudCover, score.Covered, all.Mae, score.Metrics.Reproduction?.Mae, score.Metrics.Covered?.Mae, all.Rmse, all.Psnr,
                all.SamDegrees, score.Metrics.Reproduction?.SamDegrees, score.Metrics.Covered?.SamDegrees, all.SsimDSen2Cr, all.Ssim,
            ];
            foreach (double? value in values)
            {
                text.Append(',').Append(value?.ToString("G9", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
