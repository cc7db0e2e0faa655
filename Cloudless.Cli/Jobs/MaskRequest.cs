using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;

namespace Cloudless.Cli.Jobs;

/// <summary>What <see cref="MaskJob"/> is to do.</summary>
internal sealed record MaskRequest
{
    /// <summary>The Sentinel-2 image, 13 bands.</summary>
    public required string OpticalPath { get; init; }

    /// <summary>Where the classes go, uint8.</summary>
    public required string MaskPath { get; init; }

    /// <summary>Where the cloud score goes, float32; null for nowhere.</summary>
    public string? ScorePath { get; init; }

    /// <summary>Threshold and constants; nodata is marked.</summary>
    public CloudMaskOptions Options { get; init; } = new() { MarkNoData = true };

    /// <summary>How stored numbers relate to DN.</summary>
    public Radiometry Radiometry { get; init; } = Radiometry.Dn;

    /// <summary>Layout of the files.</summary>
    public RasterFormat Format { get; init; } = RasterFormat.GeoTiff;

    /// <summary>Whether existing outputs are replaced.</summary>
    public bool Overwrite { get; init; }
}
