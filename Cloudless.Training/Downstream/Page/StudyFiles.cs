using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Training.Downstream;

/// <summary>Writes a study into a folder: <c>report.html</c>, <c>study.json</c> with settings, hashes and notes, and each table as CSV and JSON in <c>tables</c>. The same study gives the same bytes.</summary>
public static class StudyFiles
{
    /// <summary>Name of the page.</summary>
    public const string Html = "report.html";

    /// <summary>Folder of the tables in the folder.</summary>
    internal const string Folder = "tables";

    private const string Settings = "study.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Makes sure, before hours of work, that the files can be written; leaves nothing behind.</summary>
    /// <exception cref="OutputExistsException">One of the files is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made, or nothing can be written there.</exception>
    public static void Prepare(string folder, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string tables = Path.Combine(folder, Folder);
        if (!overwrite && Earlier(folder).FirstOrDefault() is { } there)
        {
            throw new OutputExistsException($"{there} exists. Allow to overwrite it (--overwrite), or name another folder.");
        }

        using OutputFolder made = OutputFolder.Open(tables);
        foreach (string file in new[] { Path.Combine(folder, Html), Path.Combine(tables, "overall.csv") })
        {
            AtomicFile.Create(file, overwrite).Dispose();
        }
    }

    /// <summary>Writes the files: all, or none. Tables of an earlier study that this one does not have go.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="report">What was found.</param>
    /// <param name="overwrite">Whether files of an earlier study are replaced.</param>
    /// <exception cref="OutputExistsException">One of the files is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">One cannot be written, e.g. the disk is full.</exception>
    public static void Write(string folder, StudyReport report, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(report);
        using OutputFolder made = OutputFolder.Open(Path.Combine(folder, Folder));
        (string Path, string Text)[] files =
        [
            .. report.Tables.SelectMany(t => new[] { (Table(folder, t.Name, "csv"), t.ToCsv()), (Table(folder, t.Name, "json"), t.ToJson()) }),
            (Path.Combine(folder, Settings), ToJson(report)), (Path.Combine(folder, Html), StudyPage.Of(report)),
        ];
        using OutputSet outputs = OutputSet.Open(files.Select(f => (f.Path, (string?)f.Path)), [], overwrite);
        foreach ((string path, string text) in files)
        {
            outputs.Write(path, place => File.WriteAllBytes(place, Encoding.UTF8.GetBytes(text)));
        }

        outputs.Commit();
        foreach (string stale in Earlier(folder).Except(files.Select(f => f.Path)))
        {
            File.Delete(stale);
        }
    }

    // The files of a study that are there.
    private static IEnumerable<string> Earlier(string folder) =>
        new[] { Path.Combine(folder, Html), Path.Combine(folder, Settings) }.Concat(StudyTables.Names.SelectMany(n => new[] { Table(folder, n, "csv"), Table(folder, n, "json") })).Where(File.Exists);

    private static string Table(string folder, string name, string kind) => Path.Combine(folder, Folder, $"{name}.{kind}");

    /// <summary>Settings, hashes, notes and the table of main figures as JSON.</summary>
    public static string ToJson(StudyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var facts = new JsonArray([.. report.Facts.Select(f => (JsonNode)new JsonObject { ["name"] = f.Name, ["value"] = f.Value })]);
        var notes = new JsonArray([.. report.Notes.Select(n => (JsonNode)JsonValue.Create(n)!)]);
        return new JsonObject { ["facts"] = facts, ["notes"] = notes, ["overall"] = JsonNode.Parse(report.Table("overall").ToJson())!["rows"]!.DeepClone() }.ToJsonString(Json) + "\n";
    }
}
