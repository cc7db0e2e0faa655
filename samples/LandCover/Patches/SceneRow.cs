namespace Cloudless.Samples.LandCover.Patches;

/// <summary>What the cloud-removal pipeline gives for a scene.</summary>
internal sealed class SceneRow
{
    public string Id { get; set; } = "";

    public int Height { get; set; }

    public int Width { get; set; }

    /// <summary>[13,H,W], under clouds.</summary>
    public float[] Optical { get; set; } = [];

    /// <summary>[13,H,W], without clouds.</summary>
    public float[] Target { get; set; } = [];

    /// <summary>[13,H,W], clouds removed.</summary>
    public float[] CloudFree { get; set; } = [];
}
