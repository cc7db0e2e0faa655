using MathNet.Numerics;

namespace Cloudless.Metrics;

/// <summary>Gathers errors and the deviations that a model expected of them; images may come one after the other.</summary>
/// <remarks>Sums of doubles: the order in which images come may change the last bits of the figures. Not thread-safe.</remarks>
public sealed class CalibrationSums
{
    private const int BinsPerDoubling = 4, Bins = 64, Levels = 99;
    private const double DnPerReflectance = 10000;

    // An error that is smaller than so many deviations lies in the interval of the confidence (k + 1) / 100.
    private static readonly double[] Quantiles = [.. Enumerable.Range(1, Levels).Select(k => Math.Sqrt(2) * SpecialFunctions.ErfInv(k / (Levels + 1.0)))];

    private readonly long[] _counts = new long[Bins], _within = new long[Levels];
    private readonly double[] _errors = new double[Bins], _variances = new double[Bins];

    /// <summary>Takes some values.</summary>
    /// <param name="prediction">DN.</param>
    /// <param name="target">DN, of the same length.</param>
    /// <param name="deviation">DN, of the same length: the standard deviation that the model expects; values where it is 0 were not predicted and do not count.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void Add(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> deviation)
    {
        if (prediction.Length != target.Length || prediction.Length != deviation.Length)
        {
            throw new ArgumentException($"Prediction, target and deviation hold {prediction.Length}, {target.Length} and {deviation.Length} values; give one of each for every value.");
        }

        for (int i = 0; i < prediction.Length; i++)
        {
            double expected = deviation[i];
            if (!(expected > 0))
            {
                continue;
            }

            double error = (double)prediction[i] - target[i];
            int bin = Math.Clamp((int)(BinsPerDoubling * Math.Log2(Math.Max(expected, 1))), 0, Bins - 1);
            _counts[bin]++;
            _errors[bin] += error * error;
            _variances[bin] += expected * expected;
            int place = Array.BinarySearch(Quantiles, Math.Abs(error) / expected);
            place = place < 0 ? ~place : place;
            if (place < Levels)
            {
                _within[place]++;
            }
        }
    }

    /// <summary>Takes what another one gathered.</summary>
    public void Add(CalibrationSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int bin = 0; bin < Bins; bin++)
        {
            _counts[bin] += other._counts[bin];
            _errors[bin] += other._errors[bin];
            _variances[bin] += other._variances[bin];
        }

        for (int level = 0; level < Levels; level++)
        {
            _within[level] += other._within[level];
        }
    }

    /// <summary>The figures so far; null where there was no value.</summary>
    public CalibrationMetrics? ToMetrics()
    {
        long values = _counts.Sum(), covered = 0;
        if (values == 0)
        {
            return null;
        }

        double apart = 0, area = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            apart += _counts[bin] == 0 ? 0 : _counts[bin] * Math.Abs(Math.Sqrt(_errors[bin] / _counts[bin]) - Math.Sqrt(_variances[bin] / _counts[bin]));
        }

        for (int level = 0; level < Levels; level++)
        {
            covered += _within[level];
            area += Math.Abs(((double)covered / values) - ((level + 1) / (Levels + 1.0)));
        }

        return new CalibrationMetrics(
            apart / values / DnPerReflectance, area / Levels, Math.Sqrt(_errors.Sum() / values) / DnPerReflectance, Math.Sqrt(_variances.Sum() / values) / DnPerReflectance, values);
    }
}
