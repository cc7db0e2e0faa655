using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>Source-generated JSON of this room, a line each, as journals need it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ClaimRecord))]
[JsonSerializable(typeof(RemovalOptions))]
[JsonSerializable(typeof(OpticalSourceOptions))]
[JsonSerializable(typeof(SceneBounds))]
[JsonSerializable(typeof(LayoutSettings))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ReceiptHead))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(ManifestItem))]
[JsonSerializable(typeof(FailedItem))]
internal sealed partial class ScoringJson : JsonSerializerContext
{
    /// <summary>With quotes and letters as they are: people look into these files too, and no browser does. Made on demand, for it may be asked for before the generated part is there.</summary>
    public static ScoringJson Lines => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>The same for what people look into: indented.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ItemReceipt))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(ScoreSummary))]
[JsonSerializable(typeof(RunStatus))]
internal sealed partial class ScoringIndentedJson : JsonSerializerContext
{
    /// <summary>As <see cref="ScoringJson.Lines"/>.</summary>
    public static ScoringIndentedJson Pages => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
