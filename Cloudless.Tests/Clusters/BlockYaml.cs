using System.Globalization;
using System.Text.Json.Nodes;

namespace Cloudless.Tests.Clusters;

/// <summary>Reads what the project's own YAML files use: mappings and sequences by indentation, sequences in brackets, words, numbers, words in double quotes, comments. Anything else fails.</summary>
internal static class BlockYaml
{
    public static JsonNode Parse(string text)
    {
        List<(int Indent, string Text)> lines = [.. text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0 && !l.TrimStart().StartsWith('#'))
            .Select(l => (l.Length - l.TrimStart().Length, l.TrimStart()))];
        int at = 0;
        JsonNode node = Block(lines, ref at, lines[0].Indent);
        return at == lines.Count ? node : throw new FormatException($"'{lines[at].Text}' stands at no level that is open");
    }

    private static JsonNode Block(List<(int Indent, string Text)> lines, ref int at, int indent) =>
        lines[at].Text.StartsWith("- ", StringComparison.Ordinal) ? Sequence(lines, ref at, indent) : Mapping(lines, ref at, indent);

    private static JsonArray Sequence(List<(int Indent, string Text)> lines, ref int at, int indent)
    {
        var array = new JsonArray();
        while (at < lines.Count && lines[at].Indent == indent && lines[at].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            // The first key of an entry stands behind its dash.
            lines[at] = (indent + 2, lines[at].Text[2..]);
            array.Add((JsonNode)Mapping(lines, ref at, indent + 2));
        }

        return array;
    }

    private static JsonObject Mapping(List<(int Indent, string Text)> lines, ref int at, int indent)
    {
        var mapping = new JsonObject();
        while (at < lines.Count && lines[at].Indent == indent && !lines[at].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            string[] parts = lines[at++].Text.Split(':', 2);
            string value = parts.Length == 2 ? parts[1].Trim() : throw new FormatException($"'{parts[0]}' is no key with a value");
            mapping.Add(parts[0], value.Length > 0 ? Value(value) : Block(lines, ref at, lines[at].Indent > indent ? lines[at].Indent : throw new FormatException($"'{parts[0]}' has no value")));
        }

        return mapping;
    }

    private static JsonNode Value(string text) => text switch
    {
        ['[', .. string inside, ']'] => new JsonArray([.. inside.Split(',').Select(v => Value(v.Trim()))]),
        ['"', .. string inside, '"'] => JsonValue.Create(inside),
        ['[' or '{' or '"' or '\'' or '|' or '>' or '&' or '*' or '!', ..] => throw new FormatException($"'{text}' is not understood here"),
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? JsonValue.Create(number) : JsonValue.Create(text),
    };
}
