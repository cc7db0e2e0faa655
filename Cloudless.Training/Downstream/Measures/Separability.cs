namespace Cloudless.Training.Downstream;

/// <summary>How well one number per patch tells two kinds of weighted patches apart: areas under the ROC and the precision-recall curve.</summary>
/// <remarks>Sorted once, so that many weightings are cheap. Equal numbers stand together: their order does not count. Immutable, safe from several threads.</remarks>
public sealed class Separability
{
    private readonly double[] _scores;
    private readonly bool[] _positive;
    private readonly int[] _patch;

    /// <summary>Prepares.</summary>
    /// <param name="positive">A number for each patch of the kind that is to be found; NaN leaves the patch out.</param>
    /// <param name="negative">A number for each patch of the other kind, likewise.</param>
    public Separability(IReadOnlyList<double> positive, IReadOnlyList<double> negative)
    {
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        (double Score, bool Positive, int Patch)[] all =
        [
            .. positive.Select((s, i) => (s, true, i)).Concat(negative.Select((s, i) => (s, false, i))).Where(p => !double.IsNaN(p.s)).OrderByDescending(p => p.s),
        ];
        (_scores, _positive, _patch) = ([.. all.Select(a => a.Score)], [.. all.Select(a => a.Positive)], [.. all.Select(a => a.Patch)]);
    }

    /// <summary>Area under the ROC curve: the probability that a positive has the larger number, equal ones half; 0.5 is chance.</summary>
    /// <param name="weights">How often the patch with an index counts, positives and negatives alike.</param>
    /// <returns>0..1; NaN where one kind has no patches.</returns>
    public double Roc(ReadOnlySpan<int> weights)
    {
        double found = 0, all = 0, area = 0;
        for (int i = 0; i < _scores.Length;)
        {
            (double positives, double negatives) = Group(weights, ref i);
            area += negatives * (found + (positives / 2));
            found += positives;
            all += negatives;
        }

        return found > 0 && all > 0 ? area / (found * all) : double.NaN;
    }

    /// <summary>Area under the precision-recall curve as average precision; chance is the share of the positives.</summary>
    /// <param name="weights">How often the patch with an index counts, positives and negatives alike.</param>
    /// <returns>0..1; NaN where one kind has no patches.</returns>
    public double PrecisionRecall(ReadOnlySpan<int> weights)
    {
        double found = 0, all = 0, area = 0;
        for (int i = 0; i < _scores.Length;)
        {
            (double positives, double negatives) = Group(weights, ref i);
            found += positives;
            all += positives + negatives;
            area += all > 0 ? positives * found / all : 0;
        }

        return found > 0 && all > found ? area / found : double.NaN;
    }

    private (double Positives, double Negatives) Group(ReadOnlySpan<int> weights, ref int i)
    {
        double positives = 0, negatives = 0, score = _scores[i];
        for (; i < _scores.Length && _scores[i] == score; i++)
        {
            if (_positive[i])
            {
                positives += weights[_patch[i]];
            }
            else
            {
                negatives += weights[_patch[i]];
            }
        }

        return (positives, negatives);
    }
}
