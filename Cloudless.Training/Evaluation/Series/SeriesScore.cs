namespace Cloudless.Training.Evaluation.Series;

/// <summary>One method on one trial; NRMSE is the RMSE on reflectance, as in Ebel et al. 2022.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Sar">Whether a method that looks at Sentinel-1 was given it; null for one that does not look at it.</param>
/// <param name="Dates">Dates given.</param>
/// <param name="Seed">Seed of the trial.</param>
/// <param name="Trial">Its number.</param>
/// <param name="Target">The day wanted.</param>
/// <param name="Cover">Share of covered pixels, 0..1.</param>
/// <param name="Nrmse">Over all pixels.</param>
/// <param name="NrmseCloudy">Over covered ones; null where there is none.</param>
/// <param name="NrmseClear">Over clear ones; null where there is none.</param>
/// <param name="Psnr">dB.</param>
/// <param name="Ssim">As UnCRtainTS has it.</param>
/// <param name="SamDegrees">Degrees.</param>
public sealed record SeriesScore(
    string Series, string Method, bool? Sar, int Dates, int Seed, int Trial, DateOnly Target, double Cover,
    double Nrmse, double? NrmseCloudy, double? NrmseClear, double Psnr, double Ssim, double SamDegrees)
{
    /// <summary>The method's name in tables, which tells of Sentinel-1 where the method looks at it.</summary>
    public string Label => Sar switch { true => $"{Method} with S1", false => $"{Method} without S1", _ => Method };
}
