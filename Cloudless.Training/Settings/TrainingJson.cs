using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Runs;
using Cloudless.Training.Temporal.PointTraining;

namespace Cloudless.Training.Settings;

/// <summary>Settings and states as JSON: camel case, names of enums, every property written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainRequest))]
[JsonSerializable(typeof(TrainOptions))]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(SeriesIdentity))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>Writes options.</summary>
    public static string Write(TrainOptions options) => JsonSerializer.Serialize(options, Default.TrainOptions);

    /// <summary>Writes what a training on series is known by.</summary>
    public static string Write(SeriesIdentity identity) => JsonSerializer.Serialize(identity, Default.SeriesIdentity);

    /// <summary>Writes a state.</summary>
    public static string Write(TrainingState state) => JsonSerializer.Serialize(state, Default.TrainingState);

    /// <summary>Reads what <see cref="Write(TrainOptions)"/> wrote, maybe of an earlier version: options that it did not know have their defaults.</summary>
    public static TrainOptions ReadOptions(string json)
    {
        JsonObject all = ToNode(new TrainOptions());
        SettingsMerge.Apply(all, (JsonObject)JsonNode.Parse(json)!, "", []);
        return all.Deserialize(Default.TrainOptions)!;
    }

    /// <summary>Reads what <see cref="Write(TrainingState)"/> wrote.</summary>
    public static TrainingState ReadState(string json) => JsonSerializer.Deserialize(json, Default.TrainingState)!;

    /// <summary>In what two options differ, each as <c>name was X, now Y</c>.</summary>
    public static IReadOnlyList<string> Differences(TrainOptions before, TrainOptions now)
    {
        var found = new List<string>();
        Compare(ToNode(before), ToNode(now), "", found);
        return found;
    }

    /// <summary>In what two trainings on series differ, by what <see cref="Write(SeriesIdentity)"/> wrote; what an earlier version did not write is not compared.</summary>
    public static IReadOnlyList<string> Differences(string before, SeriesIdentity now)
    {
        const string Options = "options";
        var found = new List<string>();
        JsonObject known;
        try
        {
            known = (JsonObject)JsonNode.Parse(before)!;
        }
        catch (JsonException)
        {
            return ["it is none on series"];
        }

        Compare(known.ContainsKey(Options) ? known : new JsonObject { [Options] = known }, JsonSerializer.SerializeToNode(now, Default.SeriesIdentity), "", found);
        return found;
    }

    private static JsonObject ToNode(TrainOptions options) => (JsonObject)JsonSerializer.SerializeToNode(options, Default.TrainOptions)!;

    private static void Compare(JsonNode? before, JsonNode? now, string path, List<string> found)
    {
        if (before is JsonObject a && now is JsonObject b)
        {
            foreach ((string name, JsonNode? value) in a)
            {
                Compare(value, b[name], path.Length == 0 ? name : $"{path}.{name}", found);
            }
        }
        else if (!JsonNode.DeepEquals(before, now))
        {
            found.Add($"{path} was {before?.ToJsonString() ?? "not set"}, now {now?.ToJsonString() ?? "not set"}");
        }
    }
}
