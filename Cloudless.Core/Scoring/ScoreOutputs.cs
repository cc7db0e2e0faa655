namespace Cloudless.Scoring;

/// <summary>What is written for each item, beside the cloud-free image.</summary>
public sealed record ScoreOutputs
{
    internal const string Image = "image", MaskRole = "mask", WeightRole = "weight", Quicklook = "quicklook";

    /// <summary>The input's cloud and shadow mask.</summary>
    public bool Mask { get; init; }

    /// <summary>How much of each pixel the network painted.</summary>
    public bool Weight { get; init; }

    /// <summary>Before and after in true color.</summary>
    public bool Pictures { get; init; }

    /// <summary>The roles of the files, the image first.</summary>
    internal IReadOnlyList<string> Roles =>
        [Image, .. Mask ? [MaskRole] : Array.Empty<string>(), .. Weight ? [WeightRole] : Array.Empty<string>(), .. Pictures ? [Quicklook] : Array.Empty<string>()];
}
