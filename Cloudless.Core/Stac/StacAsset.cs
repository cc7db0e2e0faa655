using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloudless.Stac;

/// <summary>A file of a scene. What is null is left out.</summary>
public sealed record StacAsset
{
    /// <summary>Where: relative to the item's own place, or a URL.</summary>
    [JsonPropertyName("href")]
    public required string Href { get; init; }

    /// <summary>Media type.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>For people.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>What the file is for: <c>data</c>, <c>overview</c>, <c>metadata</c> and so on.</summary>
    [JsonPropertyName("roles")]
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Bands in the order of the file; null for a file without.</summary>
    [JsonPropertyName("bands")]
    public IReadOnlyList<StacBand>? Bands { get; init; }

    /// <summary>Size in bytes.</summary>
    [JsonPropertyName("file:size")]
    public long? Size { get; init; }

    /// <summary>SHA-256 as a multihash in lowercase hexadecimal.</summary>
    [JsonPropertyName("file:checksum")]
    public string? Checksum { get; init; }
}

/// <summary>A band of a file. What is null is left out.</summary>
public sealed record StacBand
{
    /// <summary>Name, e.g. <c>B04</c>.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What its numbers say.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Sample type, e.g. <c>uint16</c>.</summary>
    [JsonPropertyName("data_type")]
    public required string DataType { get; init; }

    /// <summary>The value of samples without data.</summary>
    [JsonPropertyName("nodata")]
    [JsonConverter(typeof(StacNumberConverter))]
    public double? NoData { get; init; }

    /// <summary>Factor of the stored numbers.</summary>
    [JsonPropertyName("raster:scale")]
    public double? Scale { get; init; }

    /// <summary>Added after the factor.</summary>
    [JsonPropertyName("raster:offset")]
    public double? Offset { get; init; }

    /// <summary>Size of a pixel of the file in meters.</summary>
    [JsonPropertyName("raster:spatial_resolution")]
    public double? SpatialResolution { get; init; }

    /// <summary>Common name of the extension <c>eo</c>, e.g. <c>red</c>.</summary>
    [JsonPropertyName("eo:common_name")]
    public string? CommonName { get; init; }

    /// <summary>Center wavelength in micrometers.</summary>
    [JsonPropertyName("eo:center_wavelength")]
    public double? CenterWavelength { get; init; }
}

/// <summary>Numbers, and <c>nan</c>, <c>inf</c> and <c>-inf</c> as text, as STAC spells them.</summary>
internal sealed class StacNumberConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Number
        ? reader.GetDouble()
        : reader.GetString() switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, var text => throw new JsonException($"'{text}' is not a number.") };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        }
    }
}

/// <summary>Source-generated JSON of STAC items, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StacItem))]
internal sealed partial class StacJson : JsonSerializerContext;
