using System.Text;
using System.Text.Json;
using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>Writes manifests, as <see cref="ManifestReader"/> reads them.</summary>
internal static class ManifestWriter
{
    /// <summary>Writes items without options, a line each.</summary>
    /// <exception cref="CloudlessException">The file cannot be written, or CSV cannot tell a path.</exception>
    public static void Write(IReadOnlyList<ManifestItem> items, string path, bool csv)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
            if (csv)
            {
                file.Write("id,s2,s1\n"u8);
            }

            foreach (ManifestItem item in items)
            {
                file.Write(csv ? Encoding.UTF8.GetBytes(CsvLine.Join([item.Id, Whole(item.S2), string.Join(';', item.S1.Select(Listed))])) : JsonSerializer.SerializeToUtf8Bytes(item, ScoringJson.Lines.ManifestItem));
                file.WriteByte((byte)'\n');
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.WriteFailed(path, e.Message, e);
        }
    }

    // Fields do not go over several lines.
    private static string Whole(string path) => path.AsSpan().ContainsAny('\r', '\n') ? throw Untold(path, "line breaks") : path;

    // The two files of an image stand in one field, with a semicolon between.
    private static string Listed(string path) => path.Contains(';', StringComparison.Ordinal) || path.Trim() != path ? throw Untold(path, "semicolons and blanks at its ends") : Whole(path);

    private static CloudlessException Untold(string path, string what) =>
        new($"'{path}' cannot stand in a manifest of comma-separated values, whose paths have no {what}. Give --out a name that ends in .jsonl.");
}
