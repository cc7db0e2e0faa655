namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// A file list as dsen2-cr, TMARL and GLF-CR have them: five columns, split (1 train, 2 validation, 3 test), folders of SAR, cloud-free and cloudy
/// images, file name; separated by tabs, commas, or commas and blanks.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">Its rows, each file once.</param>
internal sealed record FileList(string Path, IReadOnlyList<FileListRow> Rows)
{
    private static readonly string[] Separators = ["\t", ","];

    /// <summary>Reads a list.</summary>
    /// <exception cref="CloudlessException">It cannot be read, is empty, or a row has another shape or stands there twice.</exception>
    public static FileList Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the file list cannot be read: {e.Message}", e);
        }

        var rows = new List<FileListRow>(lines.Length);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            FileListRow row = Parse(lines[i]) ?? throw new CloudlessException(
                $"{path}, line {i + 1}: found '{lines[i]}', expected five columns by tabs or commas: split (1 train, 2 validation, 3 test), folder of SAR, of cloud-free, of cloudy images, file name.");
            if (!names.TryAdd(row.Name, i + 1))
            {
                throw new CloudlessException($"{path}, line {i + 1}: {row.Name} stands in line {names[row.Name]} already. A patch has one place in a split; delete one of the lines.");
            }

            rows.Add(row);
        }

        return rows.Count > 0 ? new FileList(path, rows) : throw new CloudlessException($"{path}: the file list is empty.");
    }

    private static FileListRow? Parse(string line)
    {
        string separator = Separators.FirstOrDefault(s => line.Contains(s, StringComparison.Ordinal)) ?? "\t";
        string[] cells = [.. line.Split(separator).Select(c => c.Trim().Trim('"'))];
        DatasetSplit? split = cells[0] switch
        {
            "1" => DatasetSplit.Train,
            "2" => DatasetSplit.Validation,
            "3" => DatasetSplit.Test,
            _ => null,
        };
        return cells.Length == 5 && split is { } part && cells.All(c => c.Length > 0)
            ? new FileListRow(part, cells[1], cells[2], cells[3], cells[4])
            : null;
    }
}
