using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloudless.Stac;

/// <summary>An item of a SpatioTemporal Asset Catalog (STAC 1.1.0): one scene, where and when it was taken, and its files.</summary>
public sealed record StacItem
{
    /// <summary>Always <c>Feature</c>: an item is a GeoJSON feature.</summary>
    [JsonPropertyName("type")]
    public string Type => "Feature";

    /// <summary>Version of STAC.</summary>
    [JsonPropertyName("stac_version")]
    public string StacVersion => "1.1.0";

    /// <summary>Addresses of the schemas of the extensions used.</summary>
    [JsonPropertyName("stac_extensions")]
    public required IReadOnlyList<string> Extensions { get; init; }

    /// <summary>Name of the scene, unique in its catalog.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Outline in longitude and latitude on WGS 84.</summary>
    [JsonPropertyName("geometry")]
    public required StacGeometry Geometry { get; init; }

    /// <summary>West, south, east, north in degrees.</summary>
    [JsonPropertyName("bbox")]
    public required IReadOnlyList<double> Box { get; init; }

    /// <summary>What holds for the whole scene.</summary>
    [JsonPropertyName("properties")]
    public required StacProperties Properties { get; init; }

    /// <summary>Where it came from, and other things to follow.</summary>
    [JsonPropertyName("links")]
    public required IReadOnlyList<StacLink> Links { get; init; }

    /// <summary>Its files by name.</summary>
    [JsonPropertyName("assets")]
    public required IReadOnlyDictionary<string, StacAsset> Assets { get; init; }

    /// <summary>The item as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StacJson.Default.StacItem);
}

/// <summary>An outline as GeoJSON writes it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StacPolygon), "Polygon")]
[JsonDerivedType(typeof(StacMultiPolygon), "MultiPolygon")]
public abstract record StacGeometry;

/// <summary>An outline of one ring.</summary>
/// <param name="Coordinates">One closed ring of points (longitude, latitude), counterclockwise.</param>
public sealed record StacPolygon([property: JsonPropertyName("coordinates")] IReadOnlyList<IReadOnlyList<double[]>> Coordinates) : StacGeometry;

/// <summary>An outline of several rings, for a scene across the 180th meridian.</summary>
/// <param name="Coordinates">One polygon for each ring.</param>
public sealed record StacMultiPolygon([property: JsonPropertyName("coordinates")] IReadOnlyList<IReadOnlyList<IReadOnlyList<double[]>>> Coordinates) : StacGeometry;

/// <summary>Something to follow.</summary>
/// <param name="Relation">What it is to the item: <c>derived_from</c> for what the scene was made of.</param>
/// <param name="Href">Where: relative to the item's own place, or a URL.</param>
/// <param name="Type">Media type; null where it is not known.</param>
/// <param name="Title">For people; null for none.</param>
public sealed record StacLink(
    [property: JsonPropertyName("rel")] string Relation,
    [property: JsonPropertyName("href")] string Href,
    [property: JsonPropertyName("type")] string? Type = null,
    [property: JsonPropertyName("title")] string? Title = null);
