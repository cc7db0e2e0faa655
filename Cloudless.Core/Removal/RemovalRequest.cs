using Cloudless.Inference;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal.Streaming;

namespace Cloudless.Removal;

/// <summary>A removal from files to files. Every output appears whole, together with the others, or not at all.</summary>
public sealed record RemovalRequest
{
    /// <summary>Cloudy Sentinel-2 scene, in any form that <see cref="OpticalSource.Open"/> reads.</summary>
    public required string OpticalPath { get; init; }

    /// <summary>What the scene does not tell about itself.</summary>
    public OpticalSourceOptions Source { get; init; } = new();

    /// <summary>Sentinel-1 image of the same place: 2 bands, VV and VH, dB or linear power, on any grid; null for none.</summary>
    public string? SarPath { get; init; }

    /// <summary>The file of the other polarization, where VV and VH come in one file each; empty as a rule.</summary>
    public IReadOnlyList<string> OtherSarPaths { get; init; } = [];

    /// <summary>The part that is worked on and written, in whole pixels of the image; null for all of it.</summary>
    public SceneBounds? Bounds { get; init; }

    /// <summary>A georeferenced raster whose extent is the part that is worked on, in whole pixels of the image; null for none.</summary>
    public string? LikePath { get; init; }

    /// <summary>Cloud-free image, GeoTIFF: grid, sample type, nodata, band names and tags of the optical image.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Cloud and shadow mask of the input, GeoTIFF, uint8: 0 clear, 1 cloud, 2 shadow, 255 nodata; null for none.</summary>
    public string? MaskPath { get; init; }

    /// <summary>What the detector says of each pixel, GeoTIFF, float32, 0..1: the cloud score, or the probability of s2cloudless; null for none.</summary>
    public string? ScorePath { get; init; }

    /// <summary>The network's share in each pixel, GeoTIFF, float32, 0..1; null for none.</summary>
    public string? WeightPath { get; init; }

    /// <summary>Pixels whose stored bits differ from the input's in any band, GeoTIFF, uint8: 0 or 1; null for none.</summary>
    public string? ChangedPath { get; init; }

    /// <summary>
    /// The standard deviation that the model expects of each sample, GeoTIFF, uint16, a band for each of the image's: DN, 0 where nothing was painted; null for none. A model without a variance is refused.
    /// </summary>
    public string? UncertaintyPath { get; init; }

    /// <summary>Before and after in true color, PNG; null for none.</summary>
    public string? QuicklookPath { get; init; }

    /// <summary>A page with a before/after slider and the numbers of the receipt, HTML in one file; null for none.</summary>
    public string? PagePath { get; init; }

    /// <summary>A STAC item that describes the scene and all outputs, JSON; null for none.</summary>
    public string? ItemPath { get; init; }

    /// <summary>When the scene was taken, UTC, for the STAC item; null to go by the scene's tags.</summary>
    public DateTime? Taken { get; init; }

    /// <summary>The <see cref="RemovalReceipt"/> as JSON; null for none.</summary>
    public string? ReceiptPath { get; init; }

    /// <summary>Whether outputs that exist are replaced, each in one step once all are complete.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Layout of the GeoTIFFs; its <see cref="RasterWriteOptions.Overwrite"/> and color table are not looked at.</summary>
    public RasterWriteOptions Layout { get; init; } = new() { Overviews = true, Threads = 0 };

    /// <summary>Model file; null for the default model, with SAR where <see cref="SarPath"/> is given, else without.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Engine, threads and tile size.</summary>
    public ExecutionOptions Execution { get; init; } = new();

    /// <summary>What is removed and how; <see cref="RemovalOptions.Uncertainty"/> is set where <see cref="UncertaintyPath"/> is given.</summary>
    public RemovalOptions Options { get; init; } = new();

    /// <summary>How much is held at once.</summary>
    internal StreamLimits Limits { get; init; } = new();
}
