using System.Text;
using Cloudless.Rasters;
using Cloudless.Training.Evaluation;

namespace Cloudless.Training.Runs;

/// <summary>The files a run writes beside its model.</summary>
internal static class OutputFiles
{
    /// <summary>The report's files of a model file: the same name with <c>.md</c> and <c>.json</c>.</summary>
    public static IReadOnlyList<string> ReportsOf(string model) => [Path.ChangeExtension(model, ".md"), Path.ChangeExtension(model, ".json")];

    /// <summary>Writes a report, each file whole or not at all.</summary>
    public static void WriteReport(string model, EvaluationReport report, bool overwrite)
    {
        IReadOnlyList<string> paths = ReportsOf(model);
        AtomicFile.WriteAllBytes(paths[0], Encoding.UTF8.GetBytes(report.ToMarkdown()), overwrite);
        AtomicFile.WriteAllBytes(paths[1], Encoding.UTF8.GetBytes(report.ToJson()), overwrite);
    }

    /// <summary>Refuses, before any work, what could not be written after it.</summary>
    /// <exception cref="CloudlessException">A file exists and may not be replaced, its folder is missing, or two are one.</exception>
    public static void RequireFree(IEnumerable<string> paths, bool overwrite)
    {
        paths = [.. paths];
        if (paths.GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new CloudlessException($"'{twice.Key}' would be a model and its log or report. Give the model file another extension, such as .onnx.");
        }

        foreach (string path in paths)
        {
            using AtomicFile probe = AtomicFile.Create(path, overwrite);
        }
    }
}
