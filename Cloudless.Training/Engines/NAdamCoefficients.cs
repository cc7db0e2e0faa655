namespace Cloudless.Training.Engines;

/// <summary>
/// The numbers of one NAdam step, one definition for all engines. NAdam as Keras and torch compute it: mu_t = b1 (1 - 0.5 * 0.96^(t d)), P_t = product of mu up to t,
/// p -= lr ((1 - mu_t) g / (1 - P_t) + mu_(t+1) m / (1 - P_t mu_(t+1))) / (sqrt(v / (1 - b2^t)) + eps). With the numbers here: g = Clip gradient;
/// m = Keep1 m + Take1 g; v = Keep2 v + Take2 g g; p -= (OnGradient g + OnMoment m) / (sqrt(OnSecond v) + Epsilon).
/// </summary>
internal readonly record struct NAdamCoefficients
{
    /// <summary>Factor on the gradient.</summary>
    public float Clip { get; private init; }

    /// <summary>Learning rate of the gradient, its correction included.</summary>
    public float OnGradient { get; private init; }

    /// <summary>Learning rate of the first moment, its correction included.</summary>
    public float OnMoment { get; private init; }

    /// <summary>Correction of the second moment.</summary>
    public float OnSecond { get; private init; }

    /// <summary>What the first moment keeps.</summary>
    public float Keep1 { get; private init; }

    /// <summary>What it takes of the gradient.</summary>
    public float Take1 { get; private init; }

    /// <summary>What the second moment keeps.</summary>
    public float Keep2 { get; private init; }

    /// <summary>What it takes of the gradient's square.</summary>
    public float Take2 { get; private init; }

    /// <summary>Added to the root of the second moment.</summary>
    public float Epsilon { get; private init; }

    /// <summary>Makes the numbers of a step.</summary>
    /// <param name="options">Constants.</param>
    /// <param name="step">The step, 1 for the first.</param>
    /// <param name="schedule">Product of mu before the step; afterwards with it.</param>
    /// <param name="norm">Euclidean norm of all gradients together, finite.</param>
    /// <param name="learningRate">Rate of the step.</param>
    public static NAdamCoefficients Of(NAdamOptions options, long step, ref double schedule, double norm, double learningRate)
    {
        double mu = Momentum(options, step), next = Momentum(options, step + 1);
        schedule *= mu;
        return new NAdamCoefficients
        {
            Clip = (float)Math.Min(1, (options.MaximumGradientNorm ?? double.PositiveInfinity) / Math.Max(norm, double.Epsilon)),
            OnGradient = (float)(learningRate * (1 - mu) / (1 - schedule)),
            OnMoment = (float)(learningRate * next / (1 - (schedule * next))),
            OnSecond = (float)(1 / (1 - Math.Pow(options.Beta2, step))),
            Keep1 = (float)options.Beta1,
            Take1 = (float)(1 - options.Beta1),
            Keep2 = (float)options.Beta2,
            Take2 = (float)(1 - options.Beta2),
            Epsilon = (float)options.Epsilon,
        };
    }

    private static double Momentum(NAdamOptions options, long t) => options.Beta1 * (1 - (0.5 * Math.Pow(0.96, t * options.ScheduleDecay)));
}
