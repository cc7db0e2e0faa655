namespace Cloudless.Rasters.Products;

/// <summary>Checks that metadata, granule and bands belong to one product, and that it is whole.</summary>
internal static class ProductChecks
{
    /// <summary>Compares what they say.</summary>
    /// <param name="layout">The files.</param>
    /// <param name="metadata">The product's; null where it has none.</param>
    /// <param name="tile">The granule's; null where it has none.</param>
    /// <param name="crs">Reference system of the bands; null for none.</param>
    /// <exception cref="RasterMismatchException">They are of different tiles, reference systems or baselines.</exception>
    public static void RequireOneProduct(ProductLayout layout, ProductMetadata? metadata, TileMetadata? tile, string? crs)
    {
        string? band = layout.Bands.Select(b => ProductNames.TileOf(b.Name)).FirstOrDefault(t => t is not null);
        RequireTile(layout, layout.TileMetadata, tile?.GranuleId, band);
        RequireTile(layout, layout.Metadata, metadata?.Tags.GetValueOrDefault("PRODUCT_ID"), band);
        if (tile?.Crs is { } told && crs is not null && !GridComparison.SameCrs(told, crs))
        {
            throw new RasterMismatchException(
                $"'{layout.Files.Name}': {layout.TileMetadata} places the granule in {told}, the bands are in another coordinate reference system. Copy or download the product again.");
        }

        if (tile?.GranuleId is { } granule && ProductNames.BaselineOf(granule) is { } baseline && metadata?.Baseline is { } whole && baseline != whole)
        {
            throw new RasterMismatchException(
                $"'{layout.Files.Name}' mixes baselines: {layout.Metadata} says {whole}, {layout.TileMetadata} {baseline}. Their offsets differ. Copy or download the product again.");
        }
    }

    /// <summary>Refuses to guess how a product's numbers are to be read: they may carry +1000, and its lost metadata would tell.</summary>
    /// <exception cref="UnsupportedProductException">The files lie as in a product, its metadata is not there, and the user says nothing.</exception>
    public static void RequireRadiometry(ProductLayout layout, ProductMetadata? metadata, RadiometryChoice choice)
    {
        if (metadata is null && layout.IsProduct && choice == RadiometryChoice.Auto)
        {
            throw new UnsupportedProductException(
                $"'{layout.Files.Name}' lies as a product does and has no metadata of the whole product; expected MTD_MSIL1C.xml or MTD_MSIL2A.xml, which tells the offset of its numbers. "
                + "Give the whole product, or say --radiometry dn (baseline below 04.00) or harmonized.");
        }
    }

    private static void RequireTile(ProductLayout layout, string? file, string? name, string? band)
    {
        if (name is not null && ProductNames.TileOf(name) is { } square && band is not null && band != square)
        {
            throw new RasterMismatchException($"'{layout.Files.Name}': {file} is about tile {square}, the bands are of {band}. Copy or download the product again.");
        }
    }
}
