namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>How many scenes are made up, and how large.</summary>
internal sealed record GeneratedSceneOptions
{
    /// <summary>Number of scenes; every second one is held out.</summary>
    public int Count { get; init; } = 12;

    /// <summary>Side of a scene in pixels.</summary>
    public int Size { get; init; } = 160;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 20;

    /// <summary>Chooses land and clouds.</summary>
    public ulong Seed { get; init; } = 2018;
}
