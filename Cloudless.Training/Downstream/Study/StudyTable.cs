using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Downstream;

/// <summary>A table of a study: words, counts, and figures with intervals.</summary>
/// <param name="Name">Name of its files.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Note">How to read it.</param>
/// <param name="Columns">Heads, as in the files; words are divided by underscores.</param>
/// <param name="Rows">Cells: text, a whole number, a number, or a <see cref="Figure"/>.</param>
public sealed record StudyTable(string Name, string Title, string Note, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Whether the page shows the rows; long tables are only in the files.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>The table as CSV: a figure is three columns, the value and the ends of its interval; what does not exist is an empty cell.</summary>
    public string ToCsv()
    {
        bool[] figures = [.. Columns.Select((_, c) => Rows.Any(r => r[c] is Figure))];
        var text = new StringBuilder().AppendJoin(',', Columns.SelectMany((name, c) => figures[c] ? [name, name + "_low", name + "_high"] : (string[])[name])).Append('\n');
        foreach (IReadOnlyList<object> row in Rows)
        {
            text.AppendJoin(',', row.SelectMany((cell, c) => cell is Figure f ? [Number(f.Value), Number(f.Low), Number(f.High)] : figures[c] ? [Plain(cell), "", ""] : (string[])[Plain(cell)])).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The table as JSON: an object for each row; a figure is an object with value, low and high; null where something does not exist.</summary>
    public string ToJson()
    {
        var rows = new JsonArray([.. Rows.Select(row => (JsonNode)new JsonObject(Columns.Select((name, c) => KeyValuePair.Create(name, Node(row[c])))))]);
        return new JsonObject { ["name"] = Name, ["title"] = Title, ["note"] = Note, ["rows"] = rows }.ToJsonString(Json) + "\n";
    }

    /// <summary>The table in columns of equal width.</summary>
    public IEnumerable<string> Lines() => new ResultTable(Title, Note, Columns, [.. Rows.Select(r => (IReadOnlyList<string>)[.. r.Select(Words)])]).Lines();

    /// <summary>A cell for people.</summary>
    internal static string Words(object cell) => cell switch
    {
        Figure f when double.IsNaN(f.Value) => "-",
        Figure f when double.IsNaN(f.Low) => Short(f.Value),
        Figure f => $"{Short(f.Value)} [{Short(f.Low)}, {Short(f.High)}]",
        double d => double.IsNaN(d) ? "-" : Short(d),
        string text => text,
        _ => Plain(cell),
    };

    private static string Short(double value) => value.ToString(Math.Abs(value) < 100 ? "0.000" : "0.0", CultureInfo.InvariantCulture);

    private static string Plain(object cell) => cell switch
    {
        double d => Number(d),
        int i => i.ToString(CultureInfo.InvariantCulture),
        _ => CsvTable.Quoted((string)cell),
    };

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G9", CultureInfo.InvariantCulture);

    private static JsonNode? Node(object cell) => cell switch
    {
        Figure f => new JsonObject { ["value"] = Node(f.Value), ["low"] = Node(f.Low), ["high"] = Node(f.High) },
        double d => double.IsFinite(d) ? JsonValue.Create(double.Parse(Number(d), CultureInfo.InvariantCulture)) : double.IsNaN(d) ? null : JsonValue.Create(Number(d)),
        int i => JsonValue.Create(i),
        _ => JsonValue.Create((string)cell),
    };
}
