namespace Cloudless.Training.Downstream.Labels;

/// <summary>Classes of patches as a table: a column <c>class</c>, and <c>path</c> of an image or <c>id</c> of a patch.</summary>
internal static class LabelTable
{
    /// <summary>Whether a place of labels is a table.</summary>
    public static bool Is(string? labels) => labels is not null && labels.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a table in the order of its rows; those without a class are left out.</summary>
    /// <exception cref="CloudlessException">It cannot be read, lacks a column, a row names no patch, a patch stands there twice, or none has a class.</exception>
    public static IReadOnlyList<(string Patch, string Class)> Read(string file)
    {
        var rows = new List<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in CsvTable.Read(file, ["class"], "path", "id").Rows)
        {
            string patch = row[1].Length > 0 ? row[1] : row[2];

            // As it is written: images of one name may lie in the folders of several classes.
            if (patch.Length == 0 || !seen.Add(patch))
            {
                throw new CloudlessException(patch.Length == 0
                    ? $"{file}: a row with the class '{row[0]}' names no patch. Give it a path or an id, in a column of this name."
                    : $"{file}: the patch '{patch}' stands there twice. Give each patch one class.");
            }

            if (row[0].Length > 0)
            {
                rows.Add((patch, row[0]));
            }
        }

        return rows.Count > 0 ? rows : throw new CloudlessException($"{file}: there is no label in it. Expected a row with path or id, and class, for each patch.");
    }
}
