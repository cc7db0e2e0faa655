using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Rasters;

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

    /// <summary>Makes sure, before hours of work, that the files can be written.</summary>
    /// <exception cref="OutputExistsException">The page is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made.</exception>
    public static void Prepare(string folder, bool overwrite)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, Folder));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{folder}: the folder for the report cannot be made: {error.Message} Name another one.", error);
        }

        if (!overwrite && File.Exists(Path.Combine(folder, Html)))
        {
            throw new OutputExistsException($"{Path.Combine(folder, Html)} exists. Allow to overwrite it, or name another folder.");
        }
    }

    /// <summary>Writes the files, the page last.</summary>
    /// <exception cref="CloudlessException">One cannot be written.</exception>
    public static void Write(string folder, StudyReport report, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(report);
        void Put(string name, string text) => AtomicFile.WriteAllBytes(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), overwrite);
        foreach (StudyTable table in report.Tables)
        {
            Put(Path.Combine(Folder, table.Name + ".csv"), table.ToCsv());
            Put(Path.Combine(Folder, table.Name + ".json"), table.ToJson());
        }

        Put(Settings, ToJson(report));
        Put(Html, StudyPage.Of(report));
    }

    /// <summary>Settings, hashes, notes and the table of main figures as JSON.</summary>
    public static string ToJson(StudyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var facts = new JsonArray([.. report.Facts.Select(f => (JsonNode)new JsonObject { ["name"] = f.Name, ["value"] = f.Value })]);
        var notes = new JsonArray([.. report.Notes.Select(n => (JsonNode)JsonValue.Create(n)!)]);
        return new JsonObject { ["facts"] = facts, ["notes"] = notes, ["overall"] = JsonNode.Parse(report.Table("overall").ToJson())!["rows"]!.DeepClone() }.ToJsonString(Json) + "\n";
    }
}
