using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cloudless.Training.Settings;

/// <summary>
/// Lays given settings over defaults. So what is not given keeps its default (which a deserializer alone would not do for init-only properties), and a name that
/// is not there is known as unknown.
/// </summary>
internal static class SettingsMerge
{
    /// <summary>Replaces values; objects are gone through, everything else is taken whole.</summary>
    /// <param name="target">All settings there are, changed.</param>
    /// <param name="given">What is given.</param>
    /// <param name="path">Where both lie, for messages; empty at the top.</param>
    /// <param name="unknown">Gets the paths of names that are not in the target.</param>
    /// <exception cref="CloudlessException">A value is of another kind than the setting.</exception>
    public static void Apply(JsonObject target, JsonObject given, string path, List<string> unknown)
    {
        foreach ((string name, JsonNode? value) in given)
        {
            string full = path.Length == 0 ? name : $"{path}.{name}";
            if (!target.TryGetPropertyValue(name, out JsonNode? known))
            {
                unknown.Add(full);
            }
            else if (known is JsonObject group)
            {
                Apply(group, value as JsonObject ?? throw new CloudlessException($"{full} is a group of settings in braces; found {value?.ToJsonString() ?? "null"}."), full, unknown);
            }
            else
            {
                RequireKind(known, value, full);
                target[name] = value?.DeepClone();
            }
        }
    }

    // A number in place of a name would become an enum's value without one.
    private static void RequireKind(JsonNode? known, JsonNode? value, string path)
    {
        JsonValueKind expected = known?.GetValueKind() ?? JsonValueKind.Null, found = value?.GetValueKind() ?? JsonValueKind.Null;
        bool isSwitch(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False;
        if (expected is JsonValueKind.Null || found == expected || (isSwitch(expected) && isSwitch(found))
            || (found == JsonValueKind.Null && expected is JsonValueKind.String) || (expected == JsonValueKind.Number && found == JsonValueKind.String))
        {
            return;
        }

        throw new CloudlessException($"{path} takes a value such as {known!.ToJsonString()}; found {value?.ToJsonString() ?? "null"}.");
    }
}
