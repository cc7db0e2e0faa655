using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloudless.Benchmarks.Report;

/// <summary>The report as a file that programs read.</summary>
internal static class PerformanceJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new NumberLineConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The report as indented JSON; ends with a line break.</summary>
    public static string Write(PerformanceReport report) => JsonSerializer.Serialize(report, Options) + "\n";

    /// <summary>Reads what <see cref="Write"/> made.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">File of the text, for the error message.</param>
    /// <exception cref="CloudlessException">The text is something else.</exception>
    public static PerformanceReport Read(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<PerformanceReport>(json, Options) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException e)
        {
            throw new CloudlessException($"{source}: this is not a report of this version: {e.Message} Take it away and measure again.", e);
        }
    }
}
