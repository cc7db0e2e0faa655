using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Jobs;

/// <summary>What <see cref="MaskJob"/> is to do.</summary>
internal sealed record MaskRequest
{
    /// <summary>The Sentinel-2 scene.</summary>
    public required string OpticalPath { get; init; }

    /// <summary>What the scene does not tell about itself.</summary>
    public OpticalSourceOptions Source { get; init; } = new();

    /// <summary>Where the classes go, uint8.</summary>
    public required string MaskPath { get; init; }

    /// <summary>Where the cloud score, or probability, goes, float32; null for nowhere.</summary>
    public string? ScorePath { get; init; }

    /// <summary>What finds the clouds.</summary>
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>Threshold and constants of the spectral detector; nodata is marked.</summary>
    public CloudMaskOptions Options { get; init; } = new() { MarkNoData = true };

    /// <summary>Layout of the files.</summary>
    public RasterWriteOptions Layout { get; init; } = new() { Overviews = true };

    /// <summary>Whether existing outputs are replaced.</summary>
    public bool Overwrite { get; init; }
}
