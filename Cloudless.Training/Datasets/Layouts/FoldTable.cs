using System.Globalization;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>
/// The evaluation folds of a training folder: <c>folds.csv</c> with the columns set, id, group and fold, in the folder or the one above.
/// A sample that it does not list is only trained on.
/// </summary>
internal sealed class FoldTable
{
    private readonly Dictionary<(string Set, string Id), (string Group, int? Fold)> _rows = [];

    /// <summary>Reads the table that belongs to a folder; empty where there is none.</summary>
    /// <exception cref="CloudlessException">The file has a row of another shape.</exception>
    public static FoldTable Beside(string folder)
    {
        var table = new FoldTable();
        string? path = new[] { folder, Path.GetDirectoryName(Path.GetFullPath(folder)) }
            .OfType<string>().Select(f => Path.Combine(f, "folds.csv")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return table;
        }

        foreach (string line in File.ReadLines(path).Skip(1).Where(l => l.Length > 0))
        {
            string[] cells = line.Split(',');
            if (cells.Length != 4 || !int.TryParse(cells[3], CultureInfo.InvariantCulture, out int fold) || fold < 1)
            {
                throw new CloudlessException($"{path}: found the row '{line}', expected set,id,group,fold with a fold of 1 or more. Correct the row.");
            }

            table._rows[(cells[0], cells[1])] = (cells[2], fold);
        }

        return table;
    }

    /// <summary>Group and fold of a sample, null where it is not listed.</summary>
    public (string Group, int? Fold)? Find(string set, string id) => _rows.TryGetValue((set, id), out (string, int?) row) ? row : null;
}
