using System.Text.Json;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>Understands one line of a manifest; what is wrong is told without the place, which the reader knows.</summary>
internal static class ManifestLine
{
    private const string Id = "id", S2 = "s2", S1 = "s1", Options = "options", Radiometry = "radiometry", SarScale = "sarScale", Composite = "composite", Bounds = "bounds", Tile = "tile";

    // What failed.jsonl adds to the lines of a manifest, so that it is one itself.
    private static readonly string[] PassedOver = ["error", "attempts", "at", "worker"];

    private static readonly string[] OptionNames = [Radiometry, SarScale, Composite, Bounds, Tile];

    /// <summary>Understands a line of JSON.</summary>
    /// <exception cref="FormatException">It is none, or not of an item.</exception>
    public static ManifestItem OfJson(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return OfJson(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"this is not JSON: {e.Message} Expected one object per line.", e);
        }
    }

    /// <summary>Understands a line of CSV.</summary>
    /// <param name="columns">The header.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="FormatException">It does not fit the header, or is not of an item.</exception>
    public static ManifestItem OfCsv(IReadOnlyList<string> columns, string line)
    {
        List<string> fields = CsvLine.Split(line) ?? throw new FormatException("a quote is not closed, or text follows a closing one.");
        if (fields.Count != columns.Count)
        {
            throw new FormatException($"{fields.Count} fields; the header has {columns.Count}.");
        }

        string? Field(string name) => columns.ToList().IndexOf(name) is var i and >= 0 && fields[i].Length > 0 ? fields[i] : null;
        return Make(Field(Id), Field(S2), Field(S1)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [], Field);
    }

    /// <summary>Understands the header of CSV.</summary>
    /// <exception cref="FormatException">A column is missing, unknown or there twice.</exception>
    public static IReadOnlyList<string> Header(string line)
    {
        List<string> columns = [.. (CsvLine.Split(line) ?? []).Select(c => c.Trim())];
        string[] known = [Id, S2, S1, .. OptionNames, .. PassedOver];
        if (!columns.Contains(Id) || !columns.Contains(S2))
        {
            throw new FormatException($"the header is '{line}'; expected columns with commas between, {Id} and {S2} among them.");
        }

        return columns.Find(c => !known.Contains(c)) is { } unknown ? throw Unknown(unknown, known)
            : columns.Distinct().Count() < columns.Count ? throw new FormatException("a column is there twice.") : columns;
    }

    private static ManifestItem OfJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"found {root.ValueKind.ToString().ToLowerInvariant()}; expected one object per line, such as {{\"id\":\"a\",\"s2\":\"a.tif\"}}.");
        }

        string? id = null, s2 = null;
        IReadOnlyList<string> s1 = [];
        Dictionary<string, string?> options = [];
        HashSet<string> seen = [];
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw new FormatException($"'{property.Name}' is there twice.");
            }

            switch (property.Name)
            {
                case Id: id = Text(property.Value, Id); break;
                case S2: s2 = Text(property.Value, S2); break;
                case S1: s1 = Texts(property.Value); break;
                case Options: options = ReadOptions(property.Value); break;
                default:
                    if (!PassedOver.Contains(property.Name))
                    {
                        throw Unknown(property.Name, [Id, S2, S1, Options]);
                    }

                    break;
            }
        }

        return Make(id, s2, s1, options.GetValueOrDefault);
    }

    private static Dictionary<string, string?> ReadOptions(JsonElement value)
    {
        Dictionary<string, string?> options = [];
        if (value.ValueKind == JsonValueKind.Null)
        {
            return options;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"'{Options}' is no object.");
        }

        foreach (JsonProperty option in value.EnumerateObject())
        {
            options[option.Name] = OptionNames.Contains(option.Name) ? Text(option.Value, option.Name) : throw Unknown(option.Name, OptionNames);
        }

        return options;
    }

    private static ManifestItem Make(string? id, string? s2, IReadOnlyList<string> s1, Func<string, string?> option)
    {
        if (id is null || s2 is null)
        {
            throw new FormatException($"'{(id is null ? Id : S2)}' is missing.");
        }

        if (ItemIds.Problem(id) is { } problem)
        {
            throw new FormatException(problem + ".");
        }

        if (s2.Length == 0 || s1.Any(string.IsNullOrEmpty))
        {
            throw new FormatException("a path is empty.");
        }

        var options = new ItemOptions
        {
            Radiometry = Word(option, Radiometry, "auto", "dn", "harmonized", "reflectance"),
            SarScale = Word(option, SarScale, "auto", "db", "linear"),
            Composite = Word(option, Composite, "on", "off"),
            Bounds = option(Bounds) is { } bounds ? Rectangle(bounds) : null,
            Tile = option(Tile),
        };
        return new ManifestItem { Id = id, S2 = s2, S1 = s1, Options = options == new ItemOptions() ? null : options };
    }

    private static string? Word(Func<string, string?> option, string name, params string[] words) =>
        option(name) is not { } word ? null
            : words.Contains(word) ? word
            : throw new FormatException($"'{name}' is '{word}'; expected one of {string.Join(", ", words)}.");

    // Kept as it stands; whether it can be understood is said with its line.
    private static string Rectangle(string bounds) => SceneBounds.Parse(bounds) is not null ? bounds : "";

    private static string? Text(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new FormatException($"'{name}' is {value.GetRawText()}; expected a text in quotes."),
    };

    private static IReadOnlyList<string> Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(v => Text(v, S1) ?? "")]
        : Text(value, S1) is { } one ? [one] : [];

    private static FormatException Unknown(string name, IEnumerable<string> known) =>
        new($"'{name}' is not known here; known are {string.Join(", ", known)}.");
}
