using System.Globalization;

namespace Cloudless.Imagery;

/// <summary>What the tags of an optical image tell of its acquisition; null where they do not.</summary>
public sealed record Acquisition
{
    // Names as Cloudless and as GDAL's driver for the products give them; what tells more exactly comes first.
    private static readonly string[] Times = ["SENSING_TIME", "PRODUCT_START_TIME", "DATATAKE_SENSING_START", "DATATAKE_1_DATATAKE_SENSING_START"];

    private static readonly string[] Satellites = ["SPACECRAFT_NAME", "DATATAKE_1_SPACECRAFT_NAME"], Products = ["PRODUCT_ID", "PRODUCT_URI"];

    /// <summary>When the image was taken, UTC.</summary>
    public DateTime? Taken { get; init; }

    /// <summary>The satellite, e.g. <c>Sentinel-2A</c>.</summary>
    public string? Satellite { get; init; }

    /// <summary>Name of the product.</summary>
    public string? Product { get; init; }

    /// <summary>Its level, e.g. <c>L1C</c>.</summary>
    public string? Level { get; init; }

    /// <summary>Its processing baseline, e.g. <c>05.09</c>.</summary>
    public string? Baseline { get; init; }

    /// <summary>Cloud cover of the whole product in percent, as it says itself.</summary>
    public double? CloudCover { get; init; }

    /// <summary>Reads tags.</summary>
    /// <param name="tags">Tags of an image or a product.</param>
    public static Acquisition Of(IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return new Acquisition
        {
            Taken = Times.Select(n => tags.GetValueOrDefault(n)).Select(ParseTime).FirstOrDefault(t => t is not null),
            Satellite = First(tags, Satellites),
            Product = First(tags, Products),
            Level = First(tags, ["PROCESSING_LEVEL"])?.Replace("Level-", "L", StringComparison.Ordinal),
            Baseline = First(tags, ["PROCESSING_BASELINE"]),
            CloudCover = double.TryParse(First(tags, ["CLOUD_COVERAGE_ASSESSMENT"]), CultureInfo.InvariantCulture, out double cover) && cover is >= 0 and <= 100 ? cover : null,
        };
    }

    /// <summary>Reads a time as ISO 8601 writes it, in UTC where no zone is named; null where it is none.</summary>
    public static DateTime? ParseTime(string? text) =>
        text is { Length: >= 10 } && text[4] == '-'
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
            ? time
            : null;

    private static string? First(IReadOnlyDictionary<string, string> tags, string[] names) =>
        names.Select(n => tags.GetValueOrDefault(n)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));
}
