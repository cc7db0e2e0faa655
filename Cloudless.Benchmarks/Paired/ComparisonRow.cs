namespace Cloudless.Benchmarks.Paired;

/// <summary>One row of the performance tables: a piece of work, our way to do it and its rivals.</summary>
internal abstract class ComparisonRow
{
    /// <summary>What the tables call it; no two rows share a name.</summary>
    public abstract string Name { get; }

    /// <summary>Why the row cannot be measured on this machine; null where it can.</summary>
    public virtual string? WhyNot() => null;

    /// <summary>Makes the contenders and their input.</summary>
    /// <param name="threads">Threads for each contender.</param>
    public abstract Comparison Prepare(int threads);
}
