using Cloudless.Samples.LandCover.Scenes;

namespace Cloudless.Samples.LandCover.Patches;

/// <summary>A patch in three versions, each [13,S,S] in DN.</summary>
/// <param name="Label">The land cover of most of its pixels.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Covered">Share of its pixels that the clouds changed by more than 100 DN in the blue.</param>
/// <param name="Clear">Without clouds.</param>
/// <param name="Cloudy">Under clouds.</param>
/// <param name="CloudFree">Clouds removed.</param>
internal sealed record LabeledPatch(string Label, PatchUse Use, double Covered, float[] Clear, float[] Cloudy, float[] CloudFree)
{
    /// <summary>One version as a row of data.</summary>
    public static PatchRow Row(string label, float[] image) => new() { Label = label, Image = image };
}

/// <summary>A patch as the classifier takes it.</summary>
internal sealed class PatchRow
{
    public string Label { get; set; } = "";

    /// <summary>[13,S,S], DN.</summary>
    public float[] Image { get; set; } = [];
}
