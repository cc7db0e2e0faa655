namespace Cloudless.Training.Datasets.Splits;

/// <summary>A dataset divided.</summary>
/// <param name="Name">The split in words.</param>
/// <param name="Items">The patches, each with its part; those that the split does not take at all are gone.</param>
internal sealed record Division(string Name, IReadOnlyList<PatchItem> Items)
{
    /// <summary>What makes figures on this split less than they seem, or what it leaves out.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Patches that the split lists and that are not there.</summary>
    public IReadOnlyList<MissingPartner> Missing { get; init; } = [];
}
