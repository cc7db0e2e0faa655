using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;

namespace Cloudless.MLNet.Saving;

/// <summary>A transformer as it lies in a saved pipeline: JSON settings, and a model whose bytes follow them in base64.</summary>
/// <remarks>
/// <para>Format rules. Which type is made is said by which property is there, never by a name in the file. Every value is written, so that a later version with other defaults reads what
/// was meant. A property added later has to mean "as before" where it is absent; what that cannot say raises <see cref="CurrentFormat"/>, and readers keep reading the lower ones. Names are
/// never changed. What depends on the machine (<see cref="ExecutionOptions"/>) and paths are not saved.</para>
/// </remarks>
internal sealed record SavedStep
{
    /// <summary>The format written, and the highest one read.</summary>
    public const int CurrentFormat = 1;

    // By reflection, not by generated code: that would set what a file does not have to zero instead of to the options' defaults.
    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>Format of these settings.</summary>
    public required int Format { get; init; }

    /// <summary>Version of Cloudless that wrote them.</summary>
    public required string WrittenBy { get; init; }

    /// <summary>H of the images that the transformer was fitted to; null where it was not, or where each row told its own.</summary>
    public int? FittedHeight { get; init; }

    /// <summary>W of these images.</summary>
    public int? FittedWidth { get; init; }

    /// <summary>Settings of a <see cref="CloudMaskTransformer"/>; null where it is another one.</summary>
    public CloudMaskTransformerOptions? CloudMask { get; init; }

    /// <summary>Settings of a <see cref="SarOpticalStackTransformer"/>; null where it is another one.</summary>
    public SarOpticalStackTransformerOptions? SarOpticalStack { get; init; }

    /// <summary>Settings of a <see cref="CloudRemovalTransformer"/>, without a path; null where it is another one.</summary>
    public CloudRemovalTransformerOptions? CloudRemoval { get; init; }

    /// <summary>The removal's model; null where it is another transformer.</summary>
    public SavedModel? Model { get; init; }

    /// <summary>That model itself.</summary>
    [JsonIgnore]
    public CloudRemovalModel? LoadedModel { get; init; }

    private static string Version =>
        (typeof(SavedStep).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+')[0];

    /// <summary>A mask's settings.</summary>
    public static SavedStep Of(CloudMaskTransformerOptions options) => New() with { CloudMask = options };

    /// <summary>A stack's settings.</summary>
    public static SavedStep Of(SarOpticalStackTransformerOptions options) => New() with { SarOpticalStack = options };

    /// <summary>A removal's settings, and its model: the bytes of the default one too, as a later version may come with another.</summary>
    public static SavedStep Of(CloudRemovalTransformerOptions options, CloudRemovalModel? given)
    {
        CloudRemovalModel model = given ?? CloudRemovalModel.LoadDefault();
        return New() with { CloudRemoval = options with { ModelPath = null }, Model = new SavedModel(model.Sha256), LoadedModel = model };
    }

    /// <summary>The texts that are saved: the JSON, then the model, if any.</summary>
    public string[] ToTexts()
    {
        string json = JsonSerializer.Serialize(this, Json);
        return LoadedModel is null ? [json] : [json, Convert.ToBase64String(LoadedModel.Bytes)];
    }

    /// <summary>Reads and checks what was saved.</summary>
    /// <exception cref="CloudlessException">The texts are of a newer format, damaged, or hold values out of range.</exception>
    /// <exception cref="ModelContractException">A model breaks the model contract.</exception>
    public static SavedStep Parse(ReadOnlySpan<ReadOnlyMemory<char>> texts)
    {
        if (texts.IsEmpty)
        {
            throw Unusable("its settings are missing");
        }

        string writer = Version;
        try
        {
            writer = WriterOfKnownFormat(texts[0]);
            SavedStep step = JsonSerializer.Deserialize<SavedStep>(texts[0].Span, Json) ?? throw Unusable("its settings are null");
            step.Validate();
            int models = step.Model is null ? 0 : 1;
            return texts.Length == 1 + models
                ? step with { LoadedModel = step.Model?.Read(texts[1].Span) }
                : throw Unusable($"it holds {texts.Length - 1} models, its settings name {models}");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw writer == Version
                ? Unusable(e.Message, e)
                : new CloudlessException(
                    $"A step of Cloudless in this pipeline cannot be used: {e.Message} It was saved by version {writer}, this is {Version}: if that is the later one, update Cloudless.MLNet; else the file is damaged, save the pipeline again.", e);
        }
    }

    /// <summary>The transformer that was saved.</summary>
    public IImageStep ToTransformer(ExecutionOptions execution)
    {
        ImageSize? fitted = FittedHeight is { } height ? new ImageSize(height, FittedWidth!.Value) : null;
        return CloudMask is { } mask ? new CloudMaskTransformer(mask, execution, fitted)
            : SarOpticalStack is { } stack ? new SarOpticalStackTransformer(stack, fitted)
            : new CloudRemovalTransformer(CloudRemoval!, LoadedModel, execution, fitted);
    }

    /// <summary>The error about a step that cannot be used.</summary>
    public static CloudlessException Unusable(string why, Exception? inner = null)
    {
        string message = $"A step of Cloudless in this pipeline cannot be used: {why}. The file is damaged or was changed: save the pipeline again.";
        return inner is null ? new CloudlessException(message) : new CloudlessException(message, inner);
    }

    private static SavedStep New() => new() { Format = CurrentFormat, WrittenBy = Version };

    private static string WriterOfKnownFormat(ReadOnlyMemory<char> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format) || !format.TryGetInt32(out int number) || number < 1)
        {
            throw Unusable("its settings tell no format");
        }

        string writer = root.TryGetProperty("writtenBy", out JsonElement by) ? by.ToString() : "unknown";
        if (number > CurrentFormat)
        {
            throw new CloudlessException(
                $"A step of Cloudless in this pipeline was saved by version {writer} in format {number}; this version, {Version}, reads formats up to {CurrentFormat}. Update Cloudless.MLNet.");
        }

        return writer;
    }

    private void Validate()
    {
        ImageTransformerOptions[] options = [.. new ImageTransformerOptions?[] { CloudMask, SarOpticalStack, CloudRemoval }.OfType<ImageTransformerOptions>()];
        if (options.Length != 1)
        {
            throw Unusable($"it has settings for {options.Length} transformers, expected one");
        }

        options[0].Validate();
        if (CloudRemoval?.ModelPath is not null)
        {
            throw Unusable("its settings name a path; a saved step carries its model");
        }

        if (FittedHeight is null != FittedWidth is null || FittedHeight < 1 || FittedWidth < 1)
        {
            throw Unusable($"it was fitted to a height of {FittedHeight?.ToString() ?? "none"} and a width of {FittedWidth?.ToString() ?? "none"}");
        }

        if (CloudRemoval is null != Model is null)
        {
            throw Unusable(Model is null ? "it has no model" : "it has a model that its transformer does not take");
        }
    }
}
