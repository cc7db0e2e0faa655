namespace Cloudless.Benchmarks.Paired;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Description">Versions, instruction set, threads.</param>
/// <param name="Run">Does the row's work once and says what it took; a contender in another process times itself there.</param>
internal sealed record Contender(string Name, string Description, Func<RunTime> Run)
{
    /// <summary>A contender in this process.</summary>
    public static Contender Timed(string name, string description, Action work) => new(name, description, () => RunTime.Of(work));
}
