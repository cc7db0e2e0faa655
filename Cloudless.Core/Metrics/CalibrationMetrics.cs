namespace Cloudless.Metrics;

/// <summary>Whether a model's deviations are as large as its errors.</summary>
/// <param name="Uce">
/// Uncertainty calibration error (Laves et al. 2020), reflectance: values are put into bins by their deviation, four for each doubling of it; the mean over all values of the difference between
/// their bin's RMSE and its root mean variance. 0 is best.
/// </param>
/// <param name="Auce">
/// Area under the calibration error curve (Gustafsson et al. 2020), 0..0.5: for the confidences 0.01, 0.02 .. 0.99, the mean difference between the confidence and the share of values whose error lies
/// in the Gaussian interval of that confidence. 0 is best.
/// </param>
/// <param name="Rmse">RMSE of the values, reflectance.</param>
/// <param name="Deviation">Root of the mean variance, reflectance; below <paramref name="Rmse"/> the model is too sure.</param>
/// <param name="Values">Number of values.</param>
public sealed record CalibrationMetrics(double Uce, double Auce, double Rmse, double Deviation, long Values);
