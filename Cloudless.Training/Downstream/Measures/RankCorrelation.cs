namespace Cloudless.Training.Downstream;

/// <summary>Spearman's rank correlation of weighted patches: whether one number rises with another, in whatever curve.</summary>
/// <remarks>Sorted once; equal numbers share their mean rank. Immutable, safe from several threads.</remarks>
public sealed class RankCorrelation
{
    private readonly Order _first;
    private readonly Order _second;
    private readonly int _length;

    /// <summary>Prepares.</summary>
    /// <param name="first">[n], finite.</param>
    /// <param name="second">[n], finite.</param>
    /// <exception cref="ArgumentException">The lists have not one length.</exception>
    public RankCorrelation(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"{first.Count} and {second.Count} numbers cannot be compared pair by pair.");
        }

        (_first, _second, _length) = (new Order(first), new Order(second), first.Count);
    }

    /// <summary>The correlation.</summary>
    /// <param name="weights">[n]: how often each patch counts.</param>
    /// <returns>-1..1; NaN where one of the numbers is the same everywhere.</returns>
    public double Of(ReadOnlySpan<int> weights)
    {
        double[] first = new double[_length], second = new double[_length];
        double total = _first.Rank(weights, first);
        _ = _second.Rank(weights, second);
        double mean = (total + 1) / 2, xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < _length; i++)
        {
            double x = first[i] - mean, y = second[i] - mean;
            xy += weights[i] * x * y;
            xx += weights[i] * x * x;
            yy += weights[i] * y * y;
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : double.NaN;
    }

    private sealed class Order(IReadOnlyList<double> values)
    {
        private readonly int[] _order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];

        public double Rank(ReadOnlySpan<int> weights, double[] ranks)
        {
            double before = 0;
            for (int i = 0; i < _order.Length;)
            {
                double group = 0;
                int from = i;
                for (; i < _order.Length && values[_order[i]] == values[_order[from]]; i++)
                {
                    group += weights[_order[i]];
                }

                for (int j = from; j < i; j++)
                {
                    ranks[_order[j]] = before + ((group + 1) / 2);
                }

                before += group;
            }

            return before;
        }
    }
}
