using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Rasters;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>Writes a comparison into a folder: <c>patches.csv</c>, <c>report.json</c>, <c>report.html</c>.</summary>
public static class ComparisonFiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Name of the page in the folder.</summary>
    public const string Html = "report.html";

    private static readonly string[] Names = ["patches.csv", "report.json", Html];

    /// <summary>Makes sure, before hours of work, that the files can be written.</summary>
    /// <exception cref="OutputExistsException">One is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made.</exception>
    public static void Prepare(string folder, bool overwrite) => ReportFolder.Prepare(folder, Names, overwrite);

    /// <summary>Writes the files.</summary>
    /// <exception cref="CloudlessException">One cannot be written.</exception>
    public static void Write(string folder, ComparisonResult result, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(result);
        string[] texts = [PatchTable.ToCsv(result.Report), ToJson(result.Report), HtmlReport.Of(result)];
        foreach ((string name, string text) in Names.Zip(texts))
        {
            AtomicFile.WriteAllBytes(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), overwrite);
        }
    }

    /// <summary>The figures as indented JSON; a value that is not finite is written as a string.</summary>
    public static string ToJson(ComparisonReport report) => JsonSerializer.Serialize(report, Json);
}
