using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloudless.Metrics;

/// <summary>What an evaluation found. A set without pixels, or one that needs an image that was not given, is null.</summary>
public sealed record MetricsReport
{
    /// <summary>Prediction against target on all pixels that are not nodata.</summary>
    public ImageMetrics? All { get; init; }

    /// <summary>Prediction against target on clear pixels. Input and target are of different dates, so this is not 0 for a perfect copy.</summary>
    public ImageMetrics? Clear { get; init; }

    /// <summary>Prediction against target on cloud and shadow pixels: the papers' reconstruction error.</summary>
    public ImageMetrics? Covered { get; init; }

    /// <summary>Prediction against cloudy input on clear pixels: the papers' reproduction error.</summary>
    public ImageMetrics? Reproduction { get; init; }

    /// <summary>The report as indented JSON; infinite values are written as the string "Infinity".</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MetricsJson.Default.MetricsReport);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a report.</exception>
    public static MetricsReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, MetricsJson.Default.MetricsReport)
        ?? throw new JsonException("The text holds null; a metrics report is expected.");
}

/// <summary>Serializers made at compile time, so that trimmed applications can write reports.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(MetricsReport))]
internal sealed partial class MetricsJson : JsonSerializerContext;
