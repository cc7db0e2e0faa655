namespace Cloudless.Networks.Quantization;

/// <summary>Chooses the range of an activation from its histogram.</summary>
internal static class RangeSearch
{
    private const double LeftOut = 1e-4;
    private const int Candidates = 100, Rounds = 3, Steps = 255;

    /// <summary>The range that a method chooses.</summary>
    public static ValueRange Choose(ActivationHistogram histogram, RangeMethod method) => method switch
    {
        RangeMethod.MinMax => new ValueRange(histogram.Minimum, histogram.Maximum),
        RangeMethod.Percentile => Percentile(histogram),
        RangeMethod.MeanSquare => MeanSquare(histogram),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such way to choose a range."),
    };

    private static ValueRange Percentile(ActivationHistogram histogram)
    {
        ReadOnlySpan<long> bins = histogram.Bins;
        long leftOut = (long)(histogram.Count * LeftOut), below = 0, above = 0;
        int first = 0, last = bins.Length - 1;
        while (first < last && below + bins[first] <= leftOut)
        {
            below += bins[first++];
        }

        while (last > first && above + bins[last] <= leftOut)
        {
            above += bins[last--];
        }

        return new ValueRange(
            Math.Max(histogram.Minimum, (float)((first * histogram.BinWidth) - histogram.Limit)),
            Math.Min(histogram.Maximum, (float)(((last + 1) * histogram.BinWidth) - histogram.Limit)));
    }

    // One end after the other, over and over: each is a search over a hundred candidates, and both together are convex enough.
    private static ValueRange MeanSquare(ActivationHistogram histogram)
    {
        double low = histogram.Minimum, high = histogram.Maximum;
        for (int round = 0; round < Rounds; round++)
        {
            high = Best(histogram.Maximum, candidate => Error(histogram, low, candidate));
            low = Best(histogram.Minimum, candidate => Error(histogram, candidate, high));
        }

        return new ValueRange((float)low, (float)high);
    }

    private static double Best(double end, Func<double, double> error)
    {
        double best = end, least = error(end);
        for (int i = 1; i < Candidates && end != 0; i++)
        {
            double candidate = end * i / Candidates, found = error(candidate);
            (best, least) = found < least ? (candidate, found) : (best, least);
        }

        return best;
    }

    // Rounding to steps of s leaves s^2/12 on average, clipping the squared distance to the end.
    private static double Error(ActivationHistogram histogram, double low, double high)
    {
        ReadOnlySpan<long> bins = histogram.Bins;
        double step = (high - low) / Steps, rounding = step * step / 12, width = histogram.BinWidth, sum = 0;
        double center = (width / 2) - histogram.Limit;
        for (int i = 0; i < bins.Length; i++, center += width)
        {
            double outside = Math.Max(Math.Max(low - center, center - high), 0);
            sum += bins[i] * (outside > 0 ? outside * outside : rounding);
        }

        return sum;
    }
}
