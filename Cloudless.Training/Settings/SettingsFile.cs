using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Rasters;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Settings;

/// <summary>All settings of a training in one JSON file. Comments and trailing commas are allowed; a name that no setting has is an error.</summary>
public static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads settings: what the file gives over the defaults, and changes over both.</summary>
    /// <param name="path">The file; null takes the defaults.</param>
    /// <param name="changes">Each <c>path.of.setting=value</c>, the value as JSON or as plain text.</param>
    /// <exception cref="CloudlessException">The file cannot be read or is not JSON, a setting is unknown, a value does not fit; the message names it.</exception>
    public static TrainRequest Read(string? path, IEnumerable<string>? changes = null)
    {
        JsonObject all = ToNode(new TrainRequest());
        if (path is not null)
        {
            Merge(all, ParseFile(path), path);
        }

        foreach (string change in changes ?? [])
        {
            Merge(all, ParseChange(change, all), change);
        }

        return ToRequest(all, path ?? "settings");
    }

    /// <summary>Settings in layers, each over those before it and all over the defaults.</summary>
    /// <param name="source">Where they stand, for messages.</param>
    /// <param name="layers">Each an object as in a settings file.</param>
    /// <exception cref="CloudlessException">A setting is unknown, a value does not fit; the message names it.</exception>
    internal static TrainRequest Combine(string source, params IReadOnlyList<JsonObject> layers)
    {
        JsonObject all = ToNode(new TrainRequest());
        foreach (JsonObject layer in layers)
        {
            Merge(all, layer, source);
        }

        return ToRequest(all, source);
    }

    /// <summary>Writes all settings, whole or not at all, over an earlier file.</summary>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public static void Write(string path, TrainRequest settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(ToNode(settings).ToJsonString(TrainingJson.Default.Options) + "\n"), overwrite: true);
    }

    private static void Merge(JsonObject all, JsonObject given, string source)
    {
        var unknown = new List<string>();
        try
        {
            SettingsMerge.Apply(all, given, "", unknown);
        }
        catch (CloudlessException e)
        {
            throw new CloudlessException($"{source}: {e.Message}", e);
        }

        if (unknown.Count > 0)
        {
            throw new CloudlessException($"{source}: unknown setting{(unknown.Count > 1 ? "s" : "")} {string.Join(", ", unknown)}. There {(unknown.Count > 1 ? "(at the first) " : "")}are {Known(all, unknown[0])}.");
        }
    }

    private static string Known(JsonObject all, string unknown)
    {
        JsonObject group = all;
        foreach (string name in unknown.Split('.').SkipLast(1))
        {
            group = (JsonObject)group[name]!;
        }

        return string.Join(", ", group.Select(p => p.Key));
    }

    private static JsonObject ParseFile(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient) as JsonObject
                ?? throw new CloudlessException($"{path}: found JSON that is no object. Settings stand in braces: {{ \"training\": {{ \"loss\": \"carl\" }} }}.");
        }
        catch (JsonException e)
        {
            throw new CloudlessException($"{path}: not valid JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the settings cannot be read: {e.Message}", e);
        }
    }

    private static JsonObject ParseChange(string change, JsonObject all)
    {
        int equals = change.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw new CloudlessException($"{change}: a change is written path.of.setting=value, as training.augmentation.sarDropout=0.2.");
        }

        string[] names = change[..equals].Split('.');
        string text = change[(equals + 1)..];
        JsonNode? value = TakesText(all, names) ? JsonValue.Create(text) : ParseValue(text);
        foreach (string name in names.Reverse())
        {
            value = new JsonObject { [name] = value };
        }

        return (JsonObject)value!;
    }

    private static bool TakesText(JsonNode? node, string[] names)
    {
        foreach (string name in names)
        {
            node = (node as JsonObject)?[name];
        }

        return node?.GetValueKind() == JsonValueKind.String;
    }

    private static JsonNode? ParseValue(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Not JSON, so plain text: tmarl instead of "tmarl".
            return JsonValue.Create(text);
        }
    }

    private static TrainRequest ToRequest(JsonObject all, string source)
    {
        try
        {
            return all.Deserialize(TrainingJson.Default.TrainRequest)!;
        }
        catch (JsonException e)
        {
            throw new CloudlessException($"{source}: the value of {e.Path?.TrimStart('$', '.')} does not fit: {e.Message}", e);
        }
    }

    private static JsonObject ToNode(TrainRequest settings) => (JsonObject)JsonSerializer.SerializeToNode(settings, TrainingJson.Default.TrainRequest)!;
}
