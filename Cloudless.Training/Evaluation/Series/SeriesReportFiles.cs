using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>Writes an evaluation of series into a folder: <c>scores.csv</c>, <c>report.json</c>, <c>report.html</c>.</summary>
public static class SeriesReportFiles
{
    /// <summary>Name of the page in the folder.</summary>
    public const string Html = "report.html";

    private static readonly string[] Names = ["scores.csv", "report.json", Html];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Makes sure, before hours of work, that the files can be written.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="overwrite">Whether files that exist are replaced.</param>
    /// <exception cref="OutputExistsException">One is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made or written.</exception>
    public static ReportFolder Open(string folder, bool overwrite) => ReportFolder.Open(folder, Names, overwrite);

    /// <summary>Writes the files, all or none.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="report">What was found.</param>
    /// <param name="command">The command that found it, for the page.</param>
    /// <exception cref="CloudlessException">One cannot be written.</exception>
    public static void Write(ReportFolder folder, SeriesReport report, string command)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(report);
        folder.Write(report.ToCsv(), ToJson(report, command), SeriesReportPage.Of(report, command));
    }

    /// <summary>Protocol, series, tables and scores as indented JSON; a value that is not finite is written as a string.</summary>
    public static string ToJson(SeriesReport report, string command)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(new { command, report.Options, report.Series, report.Notes, Tables = SeriesTables.Of(report), report.Scores }, Json);
    }
}
