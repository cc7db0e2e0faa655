using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>
/// Intervals by resampling patches with replacement (Efron's percentile bootstrap). All conditions are drawn together - a patch counts in every one of them or in none -, so that differences between
/// them are paired.
/// </summary>
/// <remarks>The same units and seed give the same bits for any number of threads. Immutable, safe from several threads.</remarks>
public sealed class Bootstrap
{
    private readonly int[] _unitOf;
    private readonly int _units;
    private readonly StudyStatistics _settings;
    private readonly int _threads;

    /// <summary>Prepares for patches.</summary>
    /// <param name="units">What each patch is drawn with: a name of its own, or its scene's where patches of a scene hang together.</param>
    /// <param name="settings">Resamples, seed and level.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors. No figure depends on it.</param>
    public Bootstrap(IReadOnlyList<string> units, StudyStatistics settings, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _unitOf = [.. units.Select(u => numbers.TryGetValue(u, out int number) ? number : numbers[u] = numbers.Count)];
        (_units, _settings, _threads) = (numbers.Count, settings, threads);
    }

    /// <summary>Figures of weighted patches.</summary>
    /// <param name="weights">[n]: how often each patch counts.</param>
    /// <param name="values">[count], overwritten; NaN where a figure does not exist.</param>
    public delegate void Statistics(ReadOnlySpan<int> weights, Span<double> values);

    /// <summary>Computes figures and their intervals.</summary>
    /// <param name="count">How many figures <paramref name="statistics"/> gives.</param>
    /// <param name="statistics">Called by several threads at once.</param>
    public Figure[] Of(int count, Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        double[] once = new double[count];
        int[] all = new int[_unitOf.Length];
        Array.Fill(all, 1);
        statistics(all, once);
        double[][] drawn = new double[_settings.Resamples][];
        Workers.ForEach(_settings.Resamples, _threads, r =>
        {
            drawn[r] = new double[count];
            statistics(Draw(r), drawn[r]);
        });
        return [.. Enumerable.Range(0, count).Select(i => Interval(once[i], [.. drawn.Select(d => d[i]).Where(double.IsFinite).Order()]))];
    }

    private int[] Draw(int resample)
    {
        // Neighboring seeds give unrelated sequences: the generator scatters its seed.
        var random = new SeededRandom((_settings.Seed * 1_000_003) + (ulong)resample);
        int[] units = new int[_units];
        for (int i = 0; i < _units; i++)
        {
            units[random.Next(_units)]++;
        }

        return [.. _unitOf.Select(u => units[u])];
    }

    private Figure Interval(double value, double[] sorted)
    {
        double tail = (1 - _settings.Level) / 2;
        return !double.IsFinite(value) ? Figure.None
            : sorted.Length * 2 < _settings.Resamples || sorted.Length == 0 ? new Figure(value, double.NaN, double.NaN)
            : new Figure(value, Quantile(sorted, tail), Quantile(sorted, 1 - tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
