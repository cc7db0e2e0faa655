namespace Cloudless.Metrics;

/// <summary>Errors of an image against a reference over a set of pixels, all bands together; in reflectance (DN / 10,000).</summary>
/// <remarks>
/// A NaN sample makes the metrics that touch it NaN. Means run over all samples of the set at once (not over per-band values), as in
/// UnCRtainTS; its RMSE on reflectance is what SEN12MS-CR-TS calls NRMSE.
/// </remarks>
public sealed record ImageMetrics
{
    /// <summary>Pixels in the set, at least 1.</summary>
    public required long Pixels { get; init; }

    /// <summary>Mean |P - T|.</summary>
    public required double Mae { get; init; }

    /// <summary>Root of the mean (P - T)^2 over all bands and pixels.</summary>
    public required double Rmse { get; init; }

    /// <summary>20 log10(1 / RMSE) in dB; infinity where the images are equal.</summary>
    public required double Psnr { get; init; }

    /// <summary>
    /// Mean spectral angle in degrees, 0..180. Pixels where either spectrum is all zero have no angle and are left out (UnCRtainTS leaves out
    /// the whole image instead); NaN where no pixel has one.
    /// </summary>
    public required double SamDegrees { get; init; }

    /// <summary>
    /// SSIM as in UnCRtainTS: 11x11 Gaussian window of sigma 1.5, zero padding, C1 = 1e-4, C2 = 9e-4, mean of the map over bands and the
    /// set's pixels. Null where SSIM was not asked for.
    /// </summary>
    public double? Ssim { get; init; }

    /// <summary>
    /// SSIM as in dsen2-cr (tf.image.ssim, max_val 10,000, k1 0.01, k2 0.03): the same map, but only where the window lies inside the image.
    /// Null where SSIM was not asked for or no window of the set fits.
    /// </summary>
    public double? SsimDSen2Cr { get; init; }

    /// <summary>The same errors band by band.</summary>
    public required IReadOnlyList<BandMetrics> Bands { get; init; }
}
