namespace Cloudless.Training.Datasets.Layouts;

/// <summary>What was found in a folder, before it is divided.</summary>
/// <param name="Name">The layout in words.</param>
/// <param name="Items">Patches that can be used, in an order that is the same on every machine.</param>
internal sealed record Listing(string Name, IReadOnlyList<PatchItem> Items)
{
    /// <summary>Patches that lack a file. Those without SAR are among the items too.</summary>
    public IReadOnlyList<MissingPartner> Missing { get; init; } = [];

    /// <summary>Files that listing had to look into and could not use.</summary>
    public IReadOnlyList<BrokenFile> Broken { get; init; } = [];

    /// <summary>Ids of patches left out because their files are known to be broken.</summary>
    public IReadOnlyList<string> KnownBroken { get; init; } = [];

    /// <summary>Names of folders whose layout was not recognized.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>The split that goes with this layout where none is asked for.</summary>
    public SplitRule NaturalSplit { get; init; } = SplitRule.None;
}
