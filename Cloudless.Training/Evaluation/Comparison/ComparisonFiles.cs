using System.Text.Json;
using System.Text.Json.Serialization;

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
    /// <param name="folder">Where.</param>
    /// <param name="overwrite">Whether files that exist are replaced.</param>
    /// <exception cref="OutputExistsException">One is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made or written.</exception>
    public static ReportFolder Open(string folder, bool overwrite) => ReportFolder.Open(folder, Names, overwrite);

    /// <summary>Writes the files, all or none.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="result">What was found.</param>
    /// <exception cref="CloudlessException">One cannot be written.</exception>
    public static void Write(ReportFolder folder, ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(result);
        folder.Write(PatchTable.ToCsv(result.Report), ToJson(result.Report), HtmlReport.Of(result));
    }

    /// <summary>The figures as indented JSON; a value that is not finite is written as a string.</summary>
    public static string ToJson(ComparisonReport report) => JsonSerializer.Serialize(report, Json);
}
