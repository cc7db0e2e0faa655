using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Which files of a place are the product's.</summary>
/// <param name="Files">The place.</param>
/// <param name="Metadata">Name of the product's metadata; null where there is none.</param>
/// <param name="TileMetadata">Name of the granule's metadata; null where there is none.</param>
/// <param name="Bands">Names of the files that may hold a band; several for one where there are several resolutions.</param>
internal sealed record ProductLayout(ProductFiles Files, string? Metadata, string? TileMetadata, IReadOnlyList<(Sentinel2Band Band, string Name)> Bands)
{
    private const string Granules = "GRANULE/", Images = "/IMG_DATA/";

    /// <summary>Whether files lie or are named as in a product, with or without the metadata of the whole.</summary>
    public bool IsProduct => Metadata is not null || TileMetadata is not null
        || Bands.Any(b => b.Name.Contains(Granules, StringComparison.Ordinal) && b.Name.Contains(Images, StringComparison.Ordinal));

    /// <summary>Looks by names alone.</summary>
    /// <param name="files">The place.</param>
    /// <param name="tile">Tile to take of several, or part of the granule's name; null for the only one.</param>
    /// <exception cref="UnsupportedProductException">There are several products or granules, or none.</exception>
    public static ProductLayout Find(ProductFiles files, string? tile)
    {
        string[] metadata = [.. files.Names.Where(ProductNames.IsProductMetadata)];
        if (metadata.Length > 1)
        {
            throw new UnsupportedProductException(
                $"'{files.Name}' holds {metadata.Length} products ({Some(metadata.Select(Root))}); expected one. Name the product itself.");
        }

        string root = metadata.Length == 1 ? metadata[0][..^ProductNames.FileName(metadata[0]).Length] : "";
        List<string> names = [.. files.Names.Where(n => n.StartsWith(root, StringComparison.Ordinal))];
        names = InGranule(files, root, names, tile);
        (Sentinel2Band Band, string Name)[] bands = [.. names.Select(n => (Band: ProductNames.BandOf(n)!, Name: n)).Where(n => n.Band is not null)];
        return bands.Length > 0
            ? new ProductLayout(files, metadata.FirstOrDefault(), names.Find(ProductNames.IsTileMetadata), bands)
            : throw new UnsupportedProductException(
                $"'{files.Name}' holds {(files.Names.Count == 0 ? "no files" : "no file named as a band of Sentinel-2")}; expected a product (.SAFE) or its bands, such as T31TDH_20150726T105036_B02.jp2 or B02.tif. Is it whole?");
    }

    private static List<string> InGranule(ProductFiles files, string root, List<string> names, string? tile)
    {
        // A product without its metadata is still told from a folder of bands.
        int at = names.Select(n => n.IndexOf(Granules, StringComparison.Ordinal)).FirstOrDefault(i => i == root.Length || i > 0, -1);
        List<string> bands = names.FindAll(n => n.Contains(Images, StringComparison.Ordinal) && ProductNames.BandOf(n) is not null);
        if (at < 0 || bands.Count == 0)
        {
            return tile is null ? names : OfTile(files, names, tile);
        }

        string[] granules = [.. bands.Select(n => n[..n.IndexOf(Images, StringComparison.Ordinal)]).Distinct()];
        string[] chosen = [.. granules.Where(g => tile is null || ProductNames.FileName(g).Contains(tile, StringComparison.OrdinalIgnoreCase))];
        return chosen.Length == 1
            ? [.. names.Where(n => n.StartsWith(chosen[0] + "/", StringComparison.Ordinal))
                .Where(n => n.Contains(Images, StringComparison.Ordinal) || ProductNames.IsTileMetadata(n))]
            : throw new UnsupportedProductException(
                $"'{files.Name}' holds {granules.Length} granules ({Some(granules.Select(ProductNames.FileName))}){(tile is null ? "" : $", {chosen.Length} of them of '{tile}'")}; expected one. Say which with --tile, e.g. --tile {ProductNames.TileOf(granules[0]) ?? ProductNames.FileName(granules[0])}.");
    }

    // Loose bands of several tiles in one place are told apart by their names.
    private static List<string> OfTile(ProductFiles files, List<string> names, string tile)
    {
        List<string> found = names.FindAll(n => tile.Equals(ProductNames.TileOf(n), StringComparison.OrdinalIgnoreCase));
        return found.Count > 0
            ? found
            : throw new UnsupportedProductException($"'{files.Name}' holds no file with the tile '{tile}' in its name; expected some, such as {tile}_20150726T105036_B02.jp2. Leave --tile away, or give the place of that tile.");
    }

    private static string Root(string metadata) => metadata.Contains('/') ? metadata[..metadata.LastIndexOf('/')] : metadata;

    private static string Some(IEnumerable<string> names) => string.Join(", ", names.Take(4)) + (names.Skip(4).Any() ? ", ..." : "");
}
