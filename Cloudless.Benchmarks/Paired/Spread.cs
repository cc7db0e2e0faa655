namespace Cloudless.Benchmarks.Paired;

/// <summary>Median and spread of some figures.</summary>
/// <param name="Median">Half of the figures are below.</param>
/// <param name="LowerQuartile">A quarter of the figures is below.</param>
/// <param name="UpperQuartile">A quarter of the figures is above.</param>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The greatest.</param>
internal sealed record Spread(double Median, double LowerQuartile, double UpperQuartile, double Minimum, double Maximum)
{
    /// <summary>Of some figures in any order; quantiles between two figures are interpolated (type 7 of Hyndman and Fan 1996).</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Spread Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length > 0
            ? new Spread(Quantile(sorted, 0.5), Quantile(sorted, 0.25), Quantile(sorted, 0.75), sorted[0], sorted[^1])
            : throw new ArgumentException("No figures were given; a spread needs one at least.", nameof(figures));
    }

    private static double Quantile(double[] sorted, double part)
    {
        double place = part * (sorted.Length - 1);
        int below = (int)place;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((place - below) * (above - sorted[below]));
    }
}
