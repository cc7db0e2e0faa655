using System.Globalization;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>What MTD_MSIL1C.xml or MTD_MSIL2A.xml tells of a product.</summary>
/// <param name="Level">L1C or L2A.</param>
/// <param name="Baseline">Processing baseline, e.g. 05.09; null where it is not told.</param>
/// <param name="Quantification">DN of reflectance 1, the offset taken out; null where it is not told.</param>
/// <param name="Offsets">Added to the stored DN, by band; 0 where none is told.</param>
/// <param name="HasOffsets">Whether offsets are told.</param>
/// <param name="NoData">Stored DN without data.</param>
/// <param name="Tags">Acquisition and processing, as tags for a raster file.</param>
internal sealed record ProductMetadata(
    string Level, string? Baseline, double? Quantification, IReadOnlyList<double> Offsets, bool HasOffsets, double NoData, IReadOnlyDictionary<string, string> Tags)
{
    private const string SpecialText = "SPECIAL_VALUE_TEXT", SpecialIndex = "SPECIAL_VALUE_INDEX";

    private static readonly HashSet<string> Quantifications1C = ["QUANTIFICATION_VALUE"], Quantifications2A = ["BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE"];

    private static readonly HashSet<string> OffsetNames = ["RADIO_ADD_OFFSET", "BOA_ADD_OFFSET"];

    // Names as they are in the metadata and, where that differs, in the tags.
    private static readonly (string Item, string Tag)[] TagNames =
    [
        ("PRODUCT_URI", "PRODUCT_ID"), ("PRODUCT_URI_1C", "PRODUCT_ID"), ("PRODUCT_URI_2A", "PRODUCT_ID"), ("PRODUCT_TYPE", "PRODUCT_TYPE"),
        ("PROCESSING_LEVEL", "PROCESSING_LEVEL"), ("PROCESSING_BASELINE", "PROCESSING_BASELINE"), ("GENERATION_TIME", "GENERATION_TIME"),
        ("PRODUCT_START_TIME", "PRODUCT_START_TIME"), ("SPACECRAFT_NAME", "SPACECRAFT_NAME"), ("DATATAKE_SENSING_START", "DATATAKE_SENSING_START"),
        ("SENSING_ORBIT_NUMBER", "SENSING_ORBIT_NUMBER"), ("SENSING_ORBIT_DIRECTION", "SENSING_ORBIT_DIRECTION"),
        ("Cloud_Coverage_Assessment", "CLOUD_COVERAGE_ASSESSMENT"),
    ];

    private static readonly HashSet<string> Wanted =
        [.. TagNames.Select(t => t.Item), .. Quantifications1C, .. Quantifications2A, .. OffsetNames, SpecialText, SpecialIndex];

    /// <summary>Reads it.</summary>
    /// <exception cref="UnsupportedProductException">It is no metadata of a Sentinel-2 Level-1C or Level-2A product, or tells what cannot be.</exception>
    public static ProductMetadata Read(ProductFiles files, string name)
    {
        (string root, IReadOnlyList<MetadataItem> items) = MetadataXml.Read(files, name, Wanted);
        string level = root switch
        {
            "Level-1C_User_Product" => "L1C",
            "Level-2A_User_Product" => "L2A",
            _ => throw Refused($"is about '{(root.Length > 60 ? root[..60] : root)}'; expected a Level-1C_User_Product or Level-2A_User_Product. Give a Sentinel-2 product of level 1C or 2A."),
        };
        double? quantification = null;
        if (items.FirstOrDefault(i => (level == "L1C" ? Quantifications1C : Quantifications2A).Contains(i.Name)) is { Name: not null } told)
        {
            quantification = Number(told) is >= 1 and <= 1e6 and var value ? value : throw Refused($"says {told.Name} {told.Text}; expected a number from 1 to 1000000. Say --radiometry to go on without it.");
        }

        MetadataItem[] offsets = [.. items.Where(i => OffsetNames.Contains(i.Name))];
        return new ProductMetadata(level, Text("PROCESSING_BASELINE"), quantification, Offsets(offsets), offsets.Length > 0, NoDataOf(items), TagsOf(items));

        string? Text(string item) => items.FirstOrDefault(i => i.Name == item).Text is { Length: > 0 } text ? text : null;

        double[] Offsets(MetadataItem[] found)
        {
            double[] values = new double[Sentinel2Band.Count];
            bool[] seen = new bool[Sentinel2Band.Count];
            foreach (MetadataItem item in found)
            {
                if (!int.TryParse(item.Band, NumberStyles.None, CultureInfo.InvariantCulture, out int band) || band >= values.Length
                    || Number(item) is not { } offset || Math.Abs(offset) > 65535 || (seen[band] && values[band] != offset))
                {
                    throw Refused($"says {item.Name} {item.Text} for band_id {item.Band ?? "(none)"}; expected one number from -65535 to 65535 for each band_id from 0 to 12. Say --radiometry to go on without it.");
                }

                (values[band], seen[band]) = (offset, true);
            }

            int missing = Array.IndexOf(seen, false);
            bool allButCirrus = seen.Where((_, i) => i != Sentinel2Band.B10.Index).All(s => s);
            return found.Length == 0 || missing < 0 || (allButCirrus && level == "L2A")
                ? values
                : throw Refused($"says no {found[0].Name} for band_id {missing} ({Sentinel2Band.All[missing].Id}); expected one for each from 0 to 12. Say --radiometry to go on without it.");
        }

        UnsupportedProductException Refused(string what) => new($"'{files.Name}': {name} {what}");
    }

    /// <summary>A tag's text: on one line, without the signs that end one.</summary>
    internal static string TagText(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static double? Number(MetadataItem item) =>
        double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static double NoDataOf(IReadOnlyList<MetadataItem> items)
    {
        for (int i = 0; i + 1 < items.Count; i++)
        {
            if (items[i] is { Name: SpecialText, Text: "NODATA" } && items[i + 1].Name == SpecialIndex && Number(items[i + 1]) is >= 0 and <= 65535 and var value)
            {
                return Math.Round(value);
            }
        }

        return 0;
    }

    private static Dictionary<string, string> TagsOf(IReadOnlyList<MetadataItem> items)
    {
        var tags = new Dictionary<string, string>();
        foreach ((string item, string tag) in TagNames)
        {
            if (items.LastOrDefault(i => i.Name == item).Text is { Length: > 0 } text)
            {
                tags[tag] = TagText(tag == "PRODUCT_ID" && text.EndsWith(".SAFE", StringComparison.Ordinal) ? text[..^5] : text);
            }
        }

        return tags;
    }
}
