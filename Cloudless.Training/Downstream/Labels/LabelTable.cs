namespace Cloudless.Training.Downstream.Labels;

/// <summary>Classes of patches as a table: the columns path and class, by comma. The path is that of an image, or the name of a patch.</summary>
internal static class LabelTable
{
    private const string Header = "path,class";

    /// <summary>Whether a place of labels is a table.</summary>
    public static bool Is(string? labels) => labels is not null && labels.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a table in the order of its rows.</summary>
    /// <exception cref="CloudlessException">It cannot be read, has another header, a row has another shape, or a patch stands there twice.</exception>
    public static IReadOnlyList<(string Path, string Class)> Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{file}: the labels cannot be read: {e.Message}", e);
        }

        if (lines.Length == 0 || lines[0].Trim() != Header)
        {
            throw new CloudlessException($"{file}: found {(lines.Length == 0 ? "an empty file" : $"'{lines[0]}' in line 1")}; expected the header {Header}.");
        }

        var rows = new List<(string, string)>(lines.Length);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            string[] cells = [.. lines[i].Split(',').Select(c => c.Trim().Trim('"'))];
            if (cells.Length != 2 || cells.Any(c => c.Length == 0))
            {
                throw new CloudlessException($"{file}, line {i + 1}: found '{lines[i]}', expected {Header}, neither of them with a comma.");
            }

            if (!seen.TryAdd(cells[0], i + 1))
            {
                throw new CloudlessException($"{file}, line {i + 1}: {cells[0]} stands in line {seen[cells[0]]} already. A patch has one class; delete one of the lines.");
            }

            rows.Add((cells[0], cells[1]));
        }

        return rows.Count > 0 ? rows : throw new CloudlessException($"{file}: there is no label in it. Expected a row of {Header} for each patch.");
    }
}
