using System.Globalization;
using Cloudless.Imagery;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>The tables of a comparison: the papers' two conventions, band by band, by cloud cover.</summary>
public static class ResultTables
{
    private const int Deciles = 10;

    /// <summary>All tables.</summary>
    public static IReadOnlyList<ResultTable> Of(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [DSen2Cr(report), UnCRtainTs(report), Bands(report), Covers(report), .. report.Calibrations.Count == 0 ? (ResultTable[])[] : [Calibration(report)]];
    }

    private static ResultTable DSen2Cr(ComparisonReport report) => new(
        "Meraner et al. 2020 (dsen2-cr)",
        "Means over patches; MAE and RMSE in reflectance, SAM in degrees. Reproduction: against the cloudy input on clear pixels; reconstruction: against the target on covered pixels. SSIM inside the image.",
        ["method", "patches", "MAE target", "reprod.", "reconstr.", "RMSE", "PSNR dB", "SAM target", "reprod.", "reconstr.", "SSIM"],
        [.. report.Summaries.Select(s => (IReadOnlyList<string>)
        [
            s.Method, Whole(s.Patches), F(s.MaeTarget, 4), F(s.MaeReproduction, 4), F(s.MaeReconstruction, 4), F(s.Rmse, 4), F(s.Psnr, 2),
            F(s.SamTarget, 2), F(s.SamReproduction, 2), F(s.SamReconstruction, 2), F(s.SsimDSen2Cr, 3),
        ])]);

    private static ResultTable UnCRtainTs(ComparisonReport report) => new(
        "Ebel et al. 2023 (UnCRtainTS)",
        "Means over patches; SSIM with the image continued by zeros; SAM without images that hold a pixel of zeros. nRMSE is RMSE on reflectance.",
        ["method", "patches", "nRMSE", "MAE", "PSNR dB", "SAM", "SSIM", "PSNR covered"],
        [.. report.Summaries.Select(s => (IReadOnlyList<string>)
            [s.Method, Whole(s.Patches), F(s.Rmse, 4), F(s.MaeTarget, 4), F(s.Psnr, 2), F(s.SamOfImages, 2), F(s.SsimUnCRtainTs, 3), F(s.PsnrCovered, 2)])]);

    private static ResultTable Calibration(ComparisonReport report) => new(
        "Calibration",
        "Of all values of all patches, for models that tell how sure they are; reflectance. UCE: RMSE against root mean variance in bins by deviation; AUCE: share of errors in Gaussian intervals against their confidence, 0..0.5. 0 is best.",
        ["method", "values", "UCE", "AUCE", "RMSE", "deviation"],
        [.. report.Calibrations.Select(c => (IReadOnlyList<string>)
            [c.Method, c.Metrics.Values.ToString(CultureInfo.InvariantCulture), F(c.Metrics.Uce, 5), F(c.Metrics.Auce, 4), F(c.Metrics.Rmse, 4), F(c.Metrics.Deviation, 4)])]);

    private static ResultTable Bands(ComparisonReport report) => new(
        "nRMSE by band",
        "Mean over patches of each band's RMSE on reflectance.",
        ["method", .. Enumerable.Range(0, Sentinel2Band.Count).Select(b => Sentinel2Band.All[b].Id)],
        [.. report.Summaries.Select(s => (IReadOnlyList<string>)[s.Method, .. s.BandRmse.Select(r => F(r, 4))])]);

    private static ResultTable Covers(ComparisonReport report)
    {
        ILookup<int, PatchScore> byDecile = report.Scores.ToLookup(s => Math.Min((int)(s.CloudCover * Deciles), Deciles - 1));
        int[] filled = [.. Enumerable.Range(0, Deciles).Where(byDecile.Contains)];
        string[] heads = [.. filled.Select(d => $"{d * 10}-{(d + 1) * 10} % ({byDecile[d].Select(s => (s.Scene, s.Patch)).Distinct().Count()})")];
        return new ResultTable(
            "PSNR in dB by cloud cover",
            "Patches by the share of cloud pixels in the cloudy image; in brackets how many.",
            ["method", .. heads],
            [.. report.Summaries.Select(s => (IReadOnlyList<string>)
                [s.Method, .. filled.Select(d => F(MethodSummary.Of(s.Method, [.. byDecile[d].Where(p => p.Method == s.Method)]).Psnr, 2))])]);
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string F(double? value, int digits) => value is { } x ? x.ToString("F" + Whole(digits), CultureInfo.InvariantCulture) : "-";
}
