using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Stac;

/// <summary>The files of a removal as assets.</summary>
internal static class StacAssets
{
    /// <summary>Role of the cloud-free image among the outputs.</summary>
    public const string Image = "image";

    // The first byte names SHA-256, the second its length.
    private const string MultihashSha256 = "1220";

    /// <summary>Describes all files.</summary>
    public static IReadOnlyDictionary<string, StacAsset> Of(StacScene scene, GridFacts grid, RemovalReceipt receipt)
    {
        var assets = new Dictionary<string, StacAsset>();
        foreach (ReceiptFile file in receipt.Outputs)
        {
            assets[file.Role] = Of(scene, grid, file, CompanionBands.ScoreName(receipt.Options.Detector.Kind)) with
            {
                Href = StacHref.From(scene.ItemPath, file.Path),
                Size = file.Bytes,
                Checksum = file.Sha256 is null ? null : MultihashSha256 + file.Sha256,
            };
        }

        if (scene.ReceiptPath is { } path)
        {
            assets["receipt"] = Make(StacMedia.Json, "What was read, done and written", ["metadata"]) with { Href = StacHref.From(scene.ItemPath, path) };
        }

        return assets;
    }

    private static StacAsset Of(StacScene scene, GridFacts grid, ReceiptFile file, string score)
    {
        string media = scene.Format == RasterFormat.Cog ? StacMedia.Cog : StacMedia.GeoTiff;
        return file.Role switch
        {
            Image => Make(media, "Image without clouds", ["data", "reflectance"]) with { Bands = StacBands.Optical(scene.Image, grid.PixelMeters) },
            "mask" => Band(media, "Cloud and shadow of the input: 0 clear, 1 cloud, 2 shadow, 255 nodata", ["cloud", "cloud-shadow"], ClassMaskFile.Profile(scene.Image)),
            "score" => Band(media, $"The {score} of the input, 0..1", ["cloud"], CompanionBands.Score(scene.Image, score)),
            "weight" => Band(media, "The network's share in each pixel, 0..1", ["metadata"], CompanionBands.Weight(scene.Image)),
            "changed" => Band(media, "Pixels that differ from the input: 0 no, 1 yes", ["metadata"], CompanionBands.Changed(scene.Image)),
            "uncertainty" => Band(media, "Expected standard deviation of the image's values in DN, 0 where they are observed", ["metadata"], CompanionBands.Uncertainty(scene.Image)),
            "quicklook" => Make(StacMedia.Png, "Before and after in true color", ["overview"]),
            "page" => Make(StacMedia.Html, "Before and after, and the numbers", ["metadata"]),
            var other => throw new ArgumentException($"No asset is made of an output '{other}'.", nameof(file)),
        };

        StacAsset Band(string type, string title, string[] roles, RasterProfile profile) =>
            Make(type, title, roles) with { Bands = StacBands.Companion(profile, grid.PixelMeters) };
    }

    private static StacAsset Make(string media, string title, string[] roles) => new() { Href = "", Type = media, Title = title, Roles = roles };
}
