namespace Cloudless.Training.Downstream;

/// <summary>What the logits of one patch say about the classifier's belief: the four scores of Gawlikowski et al. 2022 that tell distributions apart.</summary>
/// <param name="MaximumProbability">The largest softmax share, 0..1: the confidence.</param>
/// <param name="Entropy">Entropy of the softmax in nats.</param>
/// <param name="LogitSum">Sum of the logits.</param>
/// <param name="LogPrecision">Logarithm of the "precision", the sum of the exponentials of the logits: it never overflows and orders patches in the same way.</param>
public readonly record struct Belief(double MaximumProbability, double Entropy, double LogitSum, double LogPrecision)
{
    /// <summary>Of logits; safe for logits of any size.</summary>
    public static Belief Of(IReadOnlyList<float> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        double log = LogSumExp(logits), entropy = 0, most = 0, sum = 0;
        foreach (float logit in logits)
        {
            double share = Math.Exp(logit - log);
            most = Math.Max(most, share);
            sum += logit;
            entropy -= share > 0 ? share * (logit - log) : 0;
        }

        return new Belief(most, entropy, sum, log);
    }

    /// <summary>Logarithm of the softmax share of a class.</summary>
    public static double LogProbability(IReadOnlyList<float> logits, int of)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits[of] - LogSumExp(logits);
    }

    /// <summary>Logarithm of the sum of exponentials.</summary>
    internal static double LogSumExp(IEnumerable<float> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }
}
