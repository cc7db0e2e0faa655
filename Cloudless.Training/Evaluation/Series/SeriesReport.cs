using System.Globalization;
using System.Text;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>What an evaluation of series found.</summary>
/// <param name="Options">The protocol.</param>
/// <param name="Series">The series that were judged on.</param>
/// <param name="Scores">Every method on every trial.</param>
/// <param name="Notes">What was left out and why.</param>
public sealed record SeriesReport(SeriesEvaluationOptions Options, IReadOnlyList<JudgedSeries> Series, IReadOnlyList<SeriesScore> Scores, IReadOnlyList<string> Notes)
{
    /// <summary>All scores as comma-separated values with a head.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("series,method,s1,dates,seed,trial,target,cover,nrmse,nrmse_cloudy,nrmse_clear,psnr_db,ssim,sam_deg\n");
        foreach (SeriesScore s in Scores)
        {
            text.Append(CultureInfo.InvariantCulture, $"{s.Series},{s.Method},{s.Sar switch { true => "on", false => "off", _ => "" }},{s.Dates},{s.Seed},{s.Trial},{s.Target:yyyy-MM-dd},{s.Cover:F4},{s.Nrmse:F6},{s.NrmseCloudy:F6},{s.NrmseClear:F6},{s.Psnr:F4},{s.Ssim:F5},{s.SamDegrees:F4}\n");
        }

        return text.ToString();
    }
}
