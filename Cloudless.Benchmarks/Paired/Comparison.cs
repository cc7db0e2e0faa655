namespace Cloudless.Benchmarks.Paired;

/// <summary>A row ready to be measured; disposing it frees what its contenders hold, so that the next row has the memory.</summary>
internal sealed class Comparison : IDisposable
{
    /// <summary>What one run of ours does, and of every rival that does not say otherwise.</summary>
    public required Work Work { get; init; }

    /// <summary>Our side.</summary>
    public required Contender Ours { get; init; }

    /// <summary>The other sides, one at least.</summary>
    public required IReadOnlyList<Rival> Rivals { get; init; }

    /// <summary>Engines and files of the contenders.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable owned in Owned)
        {
            owned.Dispose();
        }
    }
}
