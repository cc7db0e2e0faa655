namespace Cloudless.Benchmarks.Paired;

/// <summary>How long a row is measured: short runs are repeated more often.</summary>
/// <param name="WarmupSeconds">Each contender runs so long, and once at least, before anything counts.</param>
/// <param name="Minimum">Rounds at least.</param>
/// <param name="Maximum">Rounds at most.</param>
/// <param name="Seconds">Rounds go on until they would take longer than this, within the limits above.</param>
internal sealed record RoundPlan(double WarmupSeconds, int Minimum, int Maximum, double Seconds)
{
    /// <summary>For figures that are written down.</summary>
    public static RoundPlan Thorough { get; } = new(1.5, 7, 41, 10);

    /// <summary>For a look while developing.</summary>
    public static RoundPlan Quick { get; } = new(0.5, 3, 9, 2);

    /// <summary>A fixed number of rounds.</summary>
    public RoundPlan WithRounds(int rounds) => this with { Minimum = rounds, Maximum = rounds };

    /// <summary>Rounds to measure when one takes so many seconds.</summary>
    public int Rounds(double secondsOfRound) => (int)Math.Clamp(Seconds / secondsOfRound, Minimum, Maximum);
}
