using System.Text.Json.Serialization;

namespace Cloudless.Stac;

/// <summary>What holds for a whole scene. What is null is left out, but for <see cref="ProjectionCode"/> where there is a WKT.</summary>
public sealed record StacProperties
{
    /// <summary>When the scene was taken, UTC.</summary>
    [JsonPropertyName("datetime")]
    public required DateTime Taken { get; init; }

    /// <summary>When this item was made, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTime Created { get; init; }

    /// <summary>For people.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>The satellite, e.g. <c>sentinel-2a</c>.</summary>
    [JsonPropertyName("platform")]
    public string? Platform { get; init; }

    /// <summary>The satellites.</summary>
    [JsonPropertyName("constellation")]
    public string? Constellation { get; init; }

    /// <summary>The sensors.</summary>
    [JsonPropertyName("instruments")]
    public IReadOnlyList<string>? Instruments { get; init; }

    /// <summary>Ground sampling distance in meters; null where the grid is not in meters.</summary>
    [JsonPropertyName("gsd")]
    public double? GroundSamplingDistance { get; init; }

    /// <summary>Cloud cover in percent as the product told it, before anything was removed.</summary>
    [JsonPropertyName("eo:cloud_cover")]
    public double? CloudCover { get; init; }

    /// <summary>Authority and code of the coordinate reference system; null where it has none.</summary>
    [JsonPropertyName("proj:code")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? ProjectionCode { get; init; }

    /// <summary>The coordinate reference system as WKT, where it has no code.</summary>
    [JsonPropertyName("proj:wkt2")]
    public string? ProjectionWkt { get; init; }

    /// <summary>Rows and columns.</summary>
    [JsonPropertyName("proj:shape")]
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>From column and row to x and y: a, b, c, d, e, f of x = a * column + b * row + c and y = d * column + e * row + f.</summary>
    [JsonPropertyName("proj:transform")]
    public required IReadOnlyList<double> Transform { get; init; }

    /// <summary>Level of the product that was taken, e.g. <c>L1C</c>.</summary>
    [JsonPropertyName("processing:level")]
    public string? ProcessingLevel { get; init; }

    /// <summary>What was done, in a sentence.</summary>
    [JsonPropertyName("processing:lineage")]
    public required string Lineage { get; init; }

    /// <summary>Programs and their versions.</summary>
    [JsonPropertyName("processing:software")]
    public required IReadOnlyDictionary<string, string> Software { get; init; }

    /// <summary>When the work began, UTC.</summary>
    [JsonPropertyName("processing:datetime")]
    public required DateTime Processed { get; init; }

    /// <summary>Pixels that were repainted, in percent of those with data.</summary>
    [JsonPropertyName("cloudless:repainted_percent")]
    public required double RepaintedPercent { get; init; }

    /// <summary>Name of the model.</summary>
    [JsonPropertyName("cloudless:model")]
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's file.</summary>
    [JsonPropertyName("cloudless:model_sha256")]
    public required string ModelSha256 { get; init; }
}
