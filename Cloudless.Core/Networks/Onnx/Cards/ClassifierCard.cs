using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>What a land-cover classifier's ONNX file says about itself, as JSON in its metadata under <see cref="MetadataKey"/>: all that is needed to ask it about patches.</summary>
/// <remarks>
/// Such a file takes <c>optical</c> float32 [N,B,H,W], DN of <see cref="Bands"/> with the offset taken out, and gives <c>classes</c> [N,K] or [N,K,1,1], and may give <c>features</c> [N,C,h,w]: the
/// last maps before the mean over the image. Immutable. Unknown members are ignored.
/// </remarks>
public sealed record ClassifierCard
{
    /// <summary>Key of the card in an ONNX file's <c>metadata_props</c>.</summary>
    public const string MetadataKey = "cloudless.classifier";

    /// <summary>Name of the input.</summary>
    public const string InputName = "optical";

    /// <summary>Name of the output of logits.</summary>
    public const string ClassesName = "classes";

    /// <summary>Name of the output of the last feature maps.</summary>
    public const string FeaturesName = "features";

    /// <summary>Family of the network, e.g. <c>resnet50</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Bands of the input in order, as <see cref="Sentinel2Band.Id"/> names them.</summary>
    public required IReadOnlyList<string> Bands { get; init; }

    /// <summary>Names of the classes in the order of the output.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Side in pixels of the patches that it was trained on; larger ones are cut to their center. Null where any size does.</summary>
    public int? CropSide { get; init; }

    /// <summary>Scheme of the classes, e.g. <c>IGBP simplified</c>.</summary>
    public string? Scheme { get; init; }

    /// <summary>Name of the initializer [K,C] of the last linear layer, behind the mean of the feature maps; null where the network does not end so.</summary>
    public string? ClassifierWeight { get; init; }

    /// <summary>What it was trained on, in words.</summary>
    public string? TrainingData { get; init; }

    /// <summary>License of the file.</summary>
    public string? License { get; init; }

    /// <summary>Seed of its training.</summary>
    public ulong? Seed { get; init; }

    /// <summary>How its weights came about; null where that is not recorded.</summary>
    public TrainingCard? Training { get; init; }

    /// <summary>Figures that it came to, by name.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>The card as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ClassifierCardJson.Default.ClassifierCard);

    /// <summary>The card as lines for people, as <c>cloudless info</c> prints it; ends without a line break.</summary>
    public string Describe() => ClassifierCardText.Render(this);

    /// <summary>Reads a card.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelContractException">It is no JSON, lacks a member, names an unknown band, or names bands or classes twice.</exception>
    public static ClassifierCard FromJson(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            ClassifierCard card = JsonSerializer.Deserialize(json, ClassifierCardJson.Default.ClassifierCard) ?? throw new JsonException("it is null");
            return card.Bands.All(id => Sentinel2Band.All.Any(b => b.Id == id)) && card.Bands.Count > 0 && card.Classes.Count > 1
                && card.Bands.Distinct(StringComparer.Ordinal).Count() == card.Bands.Count && card.Classes.Distinct(StringComparer.Ordinal).Count() == card.Classes.Count
                && card.CropSide is null or > 0
                ? card
                : throw new JsonException($"found bands [{string.Join(", ", card.Bands)}], {card.Classes.Count} classes and cropSide {card.CropSide}; expected bands such as B02, two classes at least, each once, and a side above 0");
        }
        catch (JsonException e)
        {
            throw new ModelContractException($"{source}: the classifier's card ({MetadataKey}) cannot be read: {e.Message}. Write the file again.", e);
        }
    }

    /// <summary>The card of a parsed file; null where it has none.</summary>
    internal static ClassifierCard? Of(ModelProto model, string source) =>
        model.MetadataProps.FirstOrDefault(p => p.Key == MetadataKey) is { } entry ? FromJson(entry.Value, source) : null;
}

/// <summary>Generated JSON code for <see cref="ClassifierCard"/>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ClassifierCard))]
internal sealed partial class ClassifierCardJson : JsonSerializerContext;
