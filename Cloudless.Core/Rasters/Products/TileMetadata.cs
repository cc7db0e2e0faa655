using System.Text.RegularExpressions;

namespace Cloudless.Rasters.Products;

/// <summary>What MTD_TL.xml tells of a granule.</summary>
/// <param name="GranuleId">The granule's long name, which holds tile and baseline; null where it is not told.</param>
/// <param name="Crs">Its reference system as an EPSG code; null where none is told.</param>
/// <param name="Tags">Time and sun, as tags for a raster file.</param>
internal sealed partial record TileMetadata(string? GranuleId, string? Crs, IReadOnlyDictionary<string, string> Tags)
{
    private const string Sun = "Mean_Sun_Angle";

    private static readonly HashSet<string> Wanted = ["TILE_ID", "TILE_ID_2A", "SENSING_TIME", "ZENITH_ANGLE", "AZIMUTH_ANGLE", "HORIZONTAL_CS_CODE"];

    /// <summary>Reads it.</summary>
    /// <exception cref="UnsupportedProductException">It is no metadata of a granule.</exception>
    public static TileMetadata Read(ProductFiles files, string name)
    {
        (string root, IReadOnlyList<MetadataItem> items) = MetadataXml.Read(files, name, Wanted);
        if (root is not ("Level-1C_Tile_ID" or "Level-2A_Tile_ID"))
        {
            throw new UnsupportedProductException($"'{files.Name}': {name} is about '{(root.Length > 60 ? root[..60] : root)}'; expected a Level-1C_Tile_ID or Level-2A_Tile_ID. Copy or download the product again.");
        }

        string? id = Text(i => i.Name is "TILE_ID" or "TILE_ID_2A");
        var tags = new Dictionary<string, string>();
        Add("GRANULE_ID", id);
        Add("SENSING_TIME", Text(i => i.Name == "SENSING_TIME"));
        Add("MEAN_SUN_ZENITH_ANGLE", Text(i => i is { Name: "ZENITH_ANGLE", Parent: Sun }));
        Add("MEAN_SUN_AZIMUTH_ANGLE", Text(i => i is { Name: "AZIMUTH_ANGLE", Parent: Sun }));
        return new TileMetadata(id, Text(i => i.Name == "HORIZONTAL_CS_CODE") is { } code && EpsgCode().IsMatch(code) ? code : null, tags);

        string? Text(Func<MetadataItem, bool> which) => items.LastOrDefault(which).Text is { Length: > 0 } text ? ProductMetadata.TagText(text) : null;

        void Add(string tag, string? text)
        {
            if (text is not null)
            {
                tags[tag] = text;
            }
        }
    }

    // GDAL would open files and addresses by other texts.
    [GeneratedRegex("^EPSG:[0-9]{4,6}$", RegexOptions.CultureInvariant)]
    private static partial Regex EpsgCode();
}
