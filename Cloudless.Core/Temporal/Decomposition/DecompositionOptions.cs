namespace Cloudless.Temporal;

/// <summary>What all decompositions of a series have in common.</summary>
public abstract record DecompositionOptions
{
    /// <summary>
    /// Whether pixels that the masks call cloud or shadow count as missing. False is what was published: the decomposition has to find the clouds itself.
    /// Pixels without data are missing either way. How a method treats what is missing is said by the method.
    /// </summary>
    public bool Masked { get; init; } = true;

    /// <summary>Whether pixels that are clear on the wanted date keep what was measured; false gives the background there too, as published.</summary>
    public bool KeepClear { get; init; } = true;

    /// <summary>Threads; 0 for one per processor. No bit of the result depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public virtual void Validate() => ArgumentOutOfRangeException.ThrowIfNegative(Threads);
}
