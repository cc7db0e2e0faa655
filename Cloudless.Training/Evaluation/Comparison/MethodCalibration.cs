using Cloudless.Metrics;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>How well a method knows its errors.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Metrics">Over all values of all patches.</param>
public sealed record MethodCalibration(string Method, CalibrationMetrics Metrics);
