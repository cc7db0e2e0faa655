namespace Cloudless.Cli.Demo;

/// <summary>Where the files of a demo lie.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string SyntheticOptical => Path.Combine(Folder, "synthetic_s2.tif");

    public string SyntheticSar => Path.Combine(Folder, "synthetic_s1.tif");

    public string SyntheticTruth => Path.Combine(Folder, "synthetic_truth.tif");

    public string CloudFree => Path.Combine(Folder, "cloud_free.tif");

    public string Mask => Path.Combine(Folder, "mask.tif");

    public string BeforeAfter => Path.Combine(Folder, "before_after.png");

    public string Receipt => Path.Combine(Folder, "receipt.json");
}
