namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>
/// Scenes in a folder, as <c>&lt;id&gt;_s2_cloudy.tif</c>, <c>&lt;id&gt;_s2_clear.tif</c>, <c>&lt;id&gt;_s1.tif</c>, and their land cover as <c>&lt;id&gt;_labels.tif</c>, and how patches of them are used.
/// </summary>
/// <param name="Folder">The folder.</param>
/// <param name="Description">What the scenes are, to be printed with the scores.</param>
/// <param name="PatchSize">Side of the patches that are classified, in pixels.</param>
/// <param name="Classes">Name of each value of the labels; other values are not classified.</param>
/// <param name="Use">What the patch of a scene, a row and a column (in patches) is for.</param>
internal sealed record SceneSet(string Folder, string Description, int PatchSize, IReadOnlyDictionary<byte, string> Classes, Func<string, int, int, PatchUse> Use);

/// <summary>What a patch is for.</summary>
internal enum PatchUse
{
    /// <summary>The classifier learns from its clear version.</summary>
    Training,

    /// <summary>All its versions are scored.</summary>
    HeldOut,

    /// <summary>Nothing.</summary>
    None,
}
