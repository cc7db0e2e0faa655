namespace Cloudless.Benchmarks.Paired;

/// <summary>How a ratio stands to its goal.</summary>
internal enum Verdict
{
    /// <summary>Below what is required.</summary>
    Missed,

    /// <summary>At least what is required.</summary>
    Reached,

    /// <summary>At least what is aimed at.</summary>
    AimReached,
}

/// <summary>The ratio to a rival that a row must reach, and the one it should.</summary>
/// <param name="Required">The least that counts.</param>
/// <param name="Aim">What is wanted.</param>
internal sealed record Goal(double Required, double Aim)
{
    /// <summary>Judges a ratio.</summary>
    public Verdict Judge(double ratio) => ratio >= Aim ? Verdict.AimReached : ratio >= Required ? Verdict.Reached : Verdict.Missed;
}
