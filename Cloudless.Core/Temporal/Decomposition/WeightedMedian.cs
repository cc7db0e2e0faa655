namespace Cloudless.Temporal;

/// <summary>The weighted median by selection, without sorting everything.</summary>
internal static class WeightedMedian
{
    /// <summary>The least value up to which half of the weight lies.</summary>
    /// <param name="values">One at least; reordered.</param>
    /// <param name="weights">One for each, above 0; reordered with them.</param>
    public static float Of(Span<float> values, Span<float> weights)
    {
        double total = 0;
        foreach (float weight in weights)
        {
            total += weight;
        }

        double below = 0;
        while (true)
        {
            float pivot = Middle(values[0], values[values.Length / 2], values[^1]);
            (int less, int equal, double lessWeight, double equalWeight) = Divide(values, weights, pivot);
            if (less > 0 && below + lessWeight >= total / 2)
            {
                values = values[..less];
                weights = weights[..less];
            }
            else if (below + lessWeight + equalWeight >= total / 2 || less + equal == values.Length)
            {
                return pivot;
            }
            else
            {
                below += lessWeight + equalWeight;
                values = values[(less + equal)..];
                weights = weights[(less + equal)..];
            }
        }
    }

    // Smaller ones to the front, equal ones after them.
    private static (int Less, int Equal, double LessWeight, double EqualWeight) Divide(Span<float> values, Span<float> weights, float pivot)
    {
        int less = 0, equal = 0, end = values.Length;
        double lessWeight = 0, equalWeight = 0;
        while (less + equal < end)
        {
            int at = less + equal;
            float value = values[at];
            if (value < pivot)
            {
                lessWeight += weights[at];
                Swap(values, weights, less++, at);
            }
            else if (value == pivot)
            {
                equalWeight += weights[at];
                equal++;
            }
            else
            {
                Swap(values, weights, at, --end);
            }
        }

        return (less, equal, lessWeight, equalWeight);
    }

    private static void Swap(Span<float> values, Span<float> weights, int a, int b)
    {
        (values[a], values[b]) = (values[b], values[a]);
        (weights[a], weights[b]) = (weights[b], weights[a]);
    }

    private static float Middle(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
