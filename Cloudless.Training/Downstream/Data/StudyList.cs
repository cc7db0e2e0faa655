using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Downstream;

/// <summary>Patches of a table <c>id,clear,cloudy[,sar,class,scene]</c>; paths are taken from the table's folder, an empty cell says that there is none.</summary>
internal static class StudyList
{
    /// <summary>The patches, and their classes where the table has them.</summary>
    /// <exception cref="CloudlessException">The table cannot be read or has no row, a row has no name or no clear image, a patch stands there twice, or a file is not there.</exception>
    public static (IReadOnlyList<PatchItem> Items, StudyLabels? Labels) Read(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var items = new List<PatchItem>();
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in CsvTable.Read(path, ["id", "clear", "cloudy"], "sar", "class", "scene").Rows)
        {
            (string id, string clear, string cloudy, string sar) = (row[0], row[1], row[2], row[3]);
            if (id.Length == 0 || clear.Length == 0)
            {
                throw new CloudlessException($"{path}: {(id.Length == 0 ? $"the row of '{clear}' has no id" : $"the patch '{id}' names no clear image")}. Every patch needs both; a cloudy image may be missing, and is then simulated.");
            }

            if (!classes.TryAdd(id, row[4]))
            {
                throw new CloudlessException($"{path}: the patch '{id}' stands there twice. Give each patch a name of its own.");
            }

            if (new[] { clear, cloudy, sar }.FirstOrDefault(f => f.Length > 0 && !File.Exists(Path.Combine(folder, f))) is { } missing)
            {
                throw new CloudlessException($"{path}: the patch '{id}' names the file '{missing}', which is not in {folder}.");
            }

            items.Add(new PatchItem(new PatchImages(
                cloudy.Length > 0 ? new OpticalFile(folder, cloudy, OffsetFrom: clear) : null, new OpticalFile(folder, clear, OffsetFrom: clear), sar.Length > 0 ? new SarFile(folder, sar) : null))
            {
                Id = id, Source = Path.GetFileName(path), Group = row[5].Length > 0 ? row[5] : id,
            });
        }

        if (items.Count == 0)
        {
            throw new CloudlessException($"{path}: there is no row below the first line. Give one for each patch.");
        }

        bool named = classes.Values.Any(c => c.Length > 0);
        return (items, named ? StudyLabels.ByImage($"the column class of {Path.GetFileName(path)}", item => classes[item.Id] is { Length: > 0 } name ? name : null) : null);
    }
}
