namespace Cloudless.Rasters.Products;

/// <summary>Checks that metadata, granule and bands belong to one product.</summary>
internal static class ProductChecks
{
    /// <summary>Compares what they say.</summary>
    /// <exception cref="RasterMismatchException">They are of different tiles or baselines.</exception>
    public static void RequireOneProduct(ProductLayout layout, ProductMetadata? metadata, TileMetadata? tile)
    {
        string? granule = tile?.GranuleId, band = layout.Bands.Select(b => ProductNames.TileOf(b.Name)).FirstOrDefault(t => t is not null);
        if (granule is not null && ProductNames.TileOf(granule) is { } square && band is not null && band != square)
        {
            throw new RasterMismatchException($"'{layout.Files.Name}': {layout.TileMetadata} is about tile {square}, the bands are of {band}. Copy or download the product again.");
        }

        if (granule is not null && ProductNames.BaselineOf(granule) is { } baseline && metadata?.Baseline is { } whole && baseline != whole)
        {
            throw new RasterMismatchException(
                $"'{layout.Files.Name}' mixes baselines: {layout.Metadata} says {whole}, {layout.TileMetadata} {baseline}. Their offsets differ. Copy or download the product again.");
        }
    }
}
