namespace Cloudless.Training.Downstream;

/// <summary>A small table of text: commas between cells, names of columns in the first line, cells perhaps in double quotes.</summary>
/// <param name="Rows">Cells in the order of the columns asked for.</param>
internal sealed record CsvTable(IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Reads columns by name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Columns that must be there.</param>
    /// <param name="optional">Columns that may be; empty cells stand for those that are not.</param>
    /// <exception cref="CloudlessException">The file cannot be read, lacks a column, or a line has not so many cells as the first.</exception>
    public static CsvTable Read(string path, IReadOnlyList<string> columns, params IReadOnlyList<string> optional)
    {
        (string Text, int Number)[] lines;
        try
        {
            lines = [.. File.ReadAllLines(path).Select((text, i) => (text, i + 1)).Where(l => !string.IsNullOrWhiteSpace(l.text))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the table cannot be read: {error.Message}", error);
        }

        List<string> heads = lines.Length > 0 ? Cells(lines[0].Text) : [];
        if (columns.FirstOrDefault(c => !heads.Contains(c)) is { } missing)
        {
            throw new CloudlessException($"{path}: found {(heads.Count == 0 ? "an empty table" : $"the columns {string.Join(",", heads)}")}; '{missing}' is missing. The first line names the columns, in small letters and by comma: {string.Join(",", columns)}{string.Concat(optional.Select(o => $"[,{o}]"))}.");
        }

        int[] places = [.. columns.Concat(optional).Select(c => heads.IndexOf(c))];
        var rows = new List<IReadOnlyList<string>>(lines.Length);
        for (int i = 1; i < lines.Length; i++)
        {
            List<string> cells = Cells(lines[i].Text);
            if (cells.Count != heads.Count)
            {
                throw new CloudlessException($"{path}: line {lines[i].Number} has {cells.Count} cells ('{lines[i].Text}'); the first line names {heads.Count} columns.");
            }

            rows.Add([.. places.Select(p => p < 0 ? "" : cells[p])]);
        }

        return new CsvTable(rows);
    }

    /// <summary>A cell as a line of such a table takes it.</summary>
    public static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(line[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }
}
