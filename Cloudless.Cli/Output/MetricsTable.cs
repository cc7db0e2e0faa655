using System.Globalization;
using Cloudless.Metrics;

namespace Cloudless.Cli.Output;

/// <summary>Metrics as lines of a table for people.</summary>
internal static class MetricsTable
{
    public static IEnumerable<string> Lines(MetricsReport report)
    {
        yield return $"{"",-14}{"pixels",10}{"MAE",10}{"RMSE",10}{"PSNR dB",10}{"SAM deg",10}{"SSIM",10}{"SSIM d2cr",11}";
        foreach ((string name, ImageMetrics? metrics) in new[]
        {
            ("all", report.All), ("clear", report.Clear), ("covered", report.Covered), ("reproduction", report.Reproduction),
        })
        {
            if (metrics is not null)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-14}{metrics.Pixels,10}{metrics.Mae,10:0.000000}{metrics.Rmse,10:0.000000}{metrics.Psnr,10:0.0000}{metrics.SamDegrees,10:0.0000}{metrics.Ssim,10:0.00000}{metrics.SsimDSen2Cr,11:0.00000}");
            }
        }
    }
}
