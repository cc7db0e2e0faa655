using Cloudless.Metrics;

namespace Cloudless.Training.Evaluation;

/// <summary>One way to remove clouds, judged on one held-out patch against its cloud-free image; all pixels, reflectance, dB, degrees.</summary>
/// <param name="Patch">Id of the sample, or <c>mean</c>.</param>
/// <param name="Fold">Its fold; null in means over several.</param>
/// <param name="Method">Name of the method; <see cref="FoldEvaluation.CloudyInput"/> is to do nothing.</param>
/// <param name="Psnr">PSNR, dB.</param>
/// <param name="Mae">MAE.</param>
/// <param name="Rmse">RMSE.</param>
/// <param name="Sam">Spectral angle, degrees.</param>
/// <param name="Ssim">SSIM, definition of UnCRtainTS.</param>
/// <param name="MaeClear">MAE on clear pixels; null where there is none.</param>
/// <param name="MaeCovered">MAE under cloud and shadow; null where there is none.</param>
/// <param name="PsnrCovered">PSNR under cloud and shadow; null where there is none.</param>
/// <param name="SamCovered">Spectral angle under cloud and shadow, degrees; null where there is none.</param>
/// <param name="Reproduction">MAE against the cloudy input on clear pixels; null where there is none.</param>
/// <param name="Covered">Share of pixels under cloud and shadow, 0..1.</param>
public sealed record EvaluationRow(
    string Patch, int? Fold, string Method, double Psnr, double Mae, double Rmse, double Sam, double? Ssim,
    double? MaeClear, double? MaeCovered, double? PsnrCovered, double? SamCovered, double? Reproduction, double Covered)
{
    /// <summary>The row of a report.</summary>
    internal static EvaluationRow From(string patch, int? fold, string method, MetricsReport report)
    {
        ImageMetrics all = report.All ?? throw new CloudlessException($"Patch {patch} has no pixel with data. Remove it from the folds.");
        return new EvaluationRow(
            patch, fold, method, all.Psnr, all.Mae, all.Rmse, all.SamDegrees, all.Ssim,
            report.Clear?.Mae, report.Covered?.Mae, report.Covered?.Psnr, report.Covered?.SamDegrees, report.Reproduction?.Mae,
            (report.Covered?.Pixels ?? 0) / (double)all.Pixels);
    }

    /// <summary>The mean of rows, value by value; patches that lack a value are left out of its mean.</summary>
    internal static EvaluationRow Mean(string method, IReadOnlyCollection<EvaluationRow> rows)
    {
        double Of(Func<EvaluationRow, double> value) => rows.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        double? OfKnown(Func<EvaluationRow, double?> value) => rows.Select(value).Where(v => v is { } x && double.IsFinite(x)).Average();
        int?[] folds = [.. rows.Select(r => r.Fold).Distinct()];
        return new EvaluationRow(
            "mean", folds.Length == 1 ? folds[0] : null, method, Of(r => r.Psnr), Of(r => r.Mae), Of(r => r.Rmse), Of(r => r.Sam), OfKnown(r => r.Ssim),
            OfKnown(r => r.MaeClear), OfKnown(r => r.MaeCovered), OfKnown(r => r.PsnrCovered), OfKnown(r => r.SamCovered), OfKnown(r => r.Reproduction), Of(r => r.Covered));
    }
}
