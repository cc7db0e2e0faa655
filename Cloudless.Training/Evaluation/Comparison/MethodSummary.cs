using Cloudless.Imagery;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>Means of one method over patches; NaN values of single patches are left out metric by metric, as UnCRtainTS does.</summary>
public sealed record MethodSummary
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>Patches that it served.</summary>
    public required int Patches { get; init; }

    /// <summary>MAE against the target, all pixels, reflectance.</summary>
    public required double? MaeTarget { get; init; }

    /// <summary>MAE against the cloudy input on clear pixels (reproduction), reflectance.</summary>
    public required double? MaeReproduction { get; init; }

    /// <summary>MAE against the target on covered pixels (reconstruction), reflectance.</summary>
    public required double? MaeReconstruction { get; init; }

    /// <summary>RMSE against the target, reflectance.</summary>
    public required double? Rmse { get; init; }

    /// <summary>PSNR against the target, dB.</summary>
    public required double? Psnr { get; init; }

    /// <summary>Spectral angle against the target, all pixels that have one, degrees.</summary>
    public required double? SamTarget { get; init; }

    /// <summary>Spectral angle against the cloudy input on clear pixels, degrees.</summary>
    public required double? SamReproduction { get; init; }

    /// <summary>Spectral angle against the target on covered pixels, degrees.</summary>
    public required double? SamReconstruction { get; init; }

    /// <summary>Spectral angle, degrees, without images that hold a pixel of zeros (UnCRtainTS).</summary>
    public required double? SamOfImages { get; init; }

    /// <summary>SSIM of dsen2-cr: only where the window lies inside the image.</summary>
    public required double? SsimDSen2Cr { get; init; }

    /// <summary>SSIM of UnCRtainTS: image continued by zeros.</summary>
    public required double? SsimUnCRtainTs { get; init; }

    /// <summary>PSNR on covered pixels, dB.</summary>
    public required double? PsnrCovered { get; init; }

    /// <summary>RMSE of each band on reflectance (nRMSE), B01 to B12.</summary>
    public required IReadOnlyList<double?> BandRmse { get; init; }

    /// <summary>Means over scores of one method.</summary>
    public static MethodSummary Of(string method, IReadOnlyCollection<PatchScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double? Mean(Func<PatchScore, double?> value) => scores.Select(value).Where(v => v is { } x && double.IsFinite(x)).Average();
        return new MethodSummary
        {
            Method = method,
            Patches = scores.Count,
            MaeTarget = Mean(s => s.Metrics.All!.Mae),
            MaeReproduction = Mean(s => s.Metrics.Reproduction?.Mae),
            MaeReconstruction = Mean(s => s.Metrics.Covered?.Mae),
            Rmse = Mean(s => s.Metrics.All!.Rmse),
            Psnr = Mean(s => s.Metrics.All!.Psnr),
            SamTarget = Mean(s => s.Metrics.All!.SamDegrees),
            SamReproduction = Mean(s => s.Metrics.Reproduction?.SamDegrees),
            SamReconstruction = Mean(s => s.Metrics.Covered?.SamDegrees),
            SamOfImages = Mean(s => s.SamOfImage),
            SsimDSen2Cr = Mean(s => s.Metrics.All!.SsimDSen2Cr),
            SsimUnCRtainTs = Mean(s => s.Metrics.All!.Ssim),
            PsnrCovered = Mean(s => s.Metrics.Covered?.Psnr),
            BandRmse = [.. Enumerable.Range(0, Sentinel2Band.Count).Select(b => Mean(s => s.Metrics.All!.Bands[b].Rmse))],
        };
    }
}
