using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Stac;

/// <summary>Describes the outputs of a removal as a STAC item.</summary>
internal static class RemovalItem
{
    private static readonly string[] Extensions =
    [
        "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
        "https://stac-extensions.github.io/raster/v2.0.0/schema.json",
        "https://stac-extensions.github.io/eo/v2.0.0/schema.json",
        "https://stac-extensions.github.io/processing/v1.2.0/schema.json",
        "https://stac-extensions.github.io/file/v2.1.0/schema.json",
    ];

    /// <summary>Tells when an image was taken: what the user says, else what its tags say.</summary>
    /// <exception cref="CloudlessException">Nobody does; a STAC item without a time is not valid.</exception>
    public static DateTime RequireTaken(DateTime? said, RasterProfile image, string name) =>
        said ?? Acquisition.Of(image.Tags).Taken ?? throw new CloudlessException(
            $"'{name}' does not tell when it was taken (tags SENSING_TIME, PRODUCT_START_TIME, DATATAKE_SENSING_START), which a STAC item must. Say it, e.g. --datetime 2021-07-01T10:30:31Z, or leave the item out.");

    /// <summary>Makes the item.</summary>
    /// <param name="scene">The result and where it lies.</param>
    /// <param name="receipt">What was done, with every other output.</param>
    public static StacItem Of(StacScene scene, RemovalReceipt receipt)
    {
        RasterProfile image = scene.Image;
        Footprint place = Footprint.Of(image, scene.Inputs[0]);
        GridFacts grid = GridFacts.Of(image);
        return new StacItem
        {
            Extensions = Extensions,
            Id = Path.GetFileNameWithoutExtension(receipt.Outputs.First(o => o.Role == StacAssets.Image).Path),
            Geometry = place.Rings.Count == 1 ? new StacPolygon(place.Rings) : new StacMultiPolygon([.. place.Rings.Select(r => (IReadOnlyList<IReadOnlyList<double[]>>)[r])]),
            Box = place.Box,
            Properties = Properties(scene, grid, receipt),
            Links = [.. scene.Inputs.Select(i => new StacLink("derived_from", StacHref.From(scene.ItemPath, i), StacHref.MediaType(i), Path.GetFileName(i.TrimEnd('/', '\\'))))],
            Assets = StacAssets.Of(scene, grid, receipt),
        };
    }

    private static StacProperties Properties(StacScene scene, GridFacts grid, RemovalReceipt receipt)
    {
        Acquisition taken = Acquisition.Of(scene.Image.Tags);
        bool sentinel2 = taken.Satellite?.StartsWith("Sentinel-2", StringComparison.OrdinalIgnoreCase) == true;
        IReadOnlyList<double> t = scene.Image.Transform!;
        return new StacProperties
        {
            Taken = scene.Taken,
            Created = DateTime.UtcNow,
            Title = $"{taken.Product ?? Path.GetFileName(scene.Inputs[0].TrimEnd('/', '\\'))} without clouds",
            Platform = taken.Satellite?.ToLowerInvariant(),
            Constellation = sentinel2 ? "sentinel-2" : null,
            Instruments = sentinel2 ? ["msi"] : null,
            GroundSamplingDistance = grid.PixelMeters,
            CloudCover = taken.CloudCover,
            ProjectionCode = grid.Code,
            ProjectionWkt = grid.Code is null ? scene.Image.Crs : null,
            Shape = [scene.Image.Height, scene.Image.Width],
            Transform = [t[1], t[2], t[0], t[4], t[5], t[3]],
            ProcessingLevel = taken.Level,
            Lineage = Lineage(scene, receipt),
            Software = new Dictionary<string, string> { ["Cloudless"] = receipt.CloudlessVersion, ["GDAL"] = receipt.GdalVersion, [".NET"] = receipt.RuntimeVersion },
            Processed = receipt.Started.UtcDateTime,
            RepaintedPercent = Math.Round(receipt.Statistics.ChangedPercent, 3),
            Model = receipt.Model.Name,
            ModelSha256 = receipt.Model.Sha256,
        };
    }

    private static string Lineage(StacScene scene, RemovalReceipt receipt) => string.Create(
        CultureInfo.InvariantCulture,
        $"Clouds removed with the model {receipt.Model.Name} {receipt.Model.Version}{(receipt.Sar is null ? ", without Sentinel-1" : " and Sentinel-1")}: {receipt.Statistics.ChangedPercent:0.##} % of the pixels are estimates of a network, all others are those of {Path.GetFileName(scene.Inputs[0].TrimEnd('/', '\\'))}.");
}

/// <summary>A result to be described.</summary>
/// <param name="ItemPath">Where the item's file will be.</param>
/// <param name="Image">Profile of the image as it was written.</param>
/// <param name="Taken">When it was taken, UTC.</param>
/// <param name="Inputs">What it was made of, as given: the optical image first.</param>
/// <param name="Format">Layout of the files.</param>
/// <param name="ReceiptPath">Where the receipt will be; null for none.</param>
internal sealed record StacScene(string ItemPath, RasterProfile Image, DateTime Taken, IReadOnlyList<string> Inputs, RasterFormat Format, string? ReceiptPath);
