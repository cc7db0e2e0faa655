namespace Cloudless.Scoring;

/// <summary>One item of a manifest: a scene to be scored.</summary>
public sealed record ManifestItem
{
    /// <summary>Its name, unique in the manifest and safe as a file name (<see cref="ItemIds"/>).</summary>
    public required string Id { get; init; }

    /// <summary>The Sentinel-2 scene: full path, or one of GDAL's virtual paths.</summary>
    public required string S2 { get; init; }

    /// <summary>The Sentinel-1 image of the same place, in one file or two; empty for none.</summary>
    public IReadOnlyList<string> S1 { get; init; } = [];

    /// <summary>What is done otherwise than the run says; null for nothing.</summary>
    public ItemOptions? Options { get; init; }
}

/// <summary>Options of one item that take the place of the run's, in the words of the command line; null where the run's hold.</summary>
public sealed record ItemOptions
{
    /// <summary>What the stored numbers are: <c>auto</c>, <c>dn</c>, <c>harmonized</c> or <c>reflectance</c>.</summary>
    public string? Radiometry { get; init; }

    /// <summary>Unit of the SAR image: <c>auto</c>, <c>db</c> or <c>linear</c>.</summary>
    public string? SarScale { get; init; }

    /// <summary><c>on</c>: only under cloud, haze and shadow; <c>off</c>: the bare network everywhere.</summary>
    public string? Composite { get; init; }

    /// <summary>The part that is worked on and written: <c>xmin,ymin,xmax,ymax[,CRS]</c>.</summary>
    public string? Bounds { get; init; }

    /// <summary>Tile to take of a product that holds several, e.g. <c>T31TDH</c>.</summary>
    public string? Tile { get; init; }
}
