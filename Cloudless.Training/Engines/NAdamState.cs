using Cloudless.Networks;

namespace Cloudless.Training.Engines;

/// <summary>State of the NAdam optimizer, parameter by parameter in the graph's order.</summary>
/// <param name="Step">Updates done, 0 or more.</param>
/// <param name="MomentumSchedule">Product of all mu_t so far; 1 at the start.</param>
/// <param name="FirstMoments">m of each parameter, in its shape's order.</param>
/// <param name="SecondMoments">v of each parameter, in its shape's order.</param>
public sealed record NAdamState(
    long Step, double MomentumSchedule, IReadOnlyList<float[]> FirstMoments, IReadOnlyList<float[]> SecondMoments)
{
    /// <summary>The network that is trained against this one, which no model file has; null where there is none.</summary>
    public OpponentState? Opponent { get; init; }

    /// <summary>Refuses a state that is not of this network.</summary>
    /// <exception cref="ArgumentException">Other sizes, or a step below 0.</exception>
    internal void RequireFits(NetworkGraph graph)
    {
        if (!Fits(FirstMoments) || !Fits(SecondMoments) || Step < 0)
        {
            throw new ArgumentException(
                $"The optimizer's state (step {Step}, {FirstMoments.Sum(m => (long)m.Length)} moments) is of another network; this one has {graph.ParameterCount} parameters. Load the checkpoint with the network it was saved with.");
        }

        bool Fits(IReadOnlyList<float[]> moments) => moments.Select(m => m.Length).SequenceEqual(graph.Parameters.Select(p => p.Values.Length));
    }
}

/// <summary>A network that another one is trained against, such as pix2pix' discriminator, stopped in the middle.</summary>
/// <param name="Weights">Values of each parameter, in the graph's order and its shape's.</param>
/// <param name="Optimizer">State of its optimizer.</param>
public sealed record OpponentState(IReadOnlyList<float[]> Weights, NAdamState Optimizer);
