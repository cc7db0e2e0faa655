namespace Cloudless.Metrics;

/// <summary>Errors of one band over a set of pixels, in reflectance (DN / 10,000).</summary>
/// <param name="Band">Name of the band (B01 .. B12) for 13-band images, else its number from 1.</param>
/// <param name="Mae">Mean |P - T|.</param>
/// <param name="Rmse">Root of the mean (P - T)^2.</param>
/// <param name="Psnr">20 log10(1 / RMSE) in dB; infinity where the images are equal.</param>
/// <param name="Bias">Mean P - T; its sign tells whether the prediction is too bright.</param>
public sealed record BandMetrics(string Band, double Mae, double Rmse, double Psnr, double Bias);
