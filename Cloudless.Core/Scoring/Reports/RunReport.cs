using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>Writes what became of a run as one HTML page that opens from disk: figures, throughput, pictures, items to sort and to filter, failures, workers.</summary>
/// <remarks>
/// Made of the journals. Up to 150,000 items are in the table, page by page; of more, the failures, the slowest and a sample. A dozen pictures are in the page itself; those of the table are files of the
/// run, seen as long as the page lies where it was made to lie.
/// </remarks>
public static class RunReport
{
    private const int MostRows = 150_000, GalleryPictures = 12, WorkersShown = 200;

    private const long LargestPicture = 1 << 20;

    /// <summary>Writes the report.</summary>
    /// <param name="folder">The folder of the run, which may go on meanwhile.</param>
    /// <param name="path">Where; null for report.html in that folder, which replaces an earlier one.</param>
    /// <param name="overwrite">Whether another file at <paramref name="path"/> is replaced.</param>
    /// <returns>Full path of the report.</returns>
    /// <exception cref="CloudlessException">There is no run, or the file cannot be written.</exception>
    public static string Write(string folder, string? path = null, bool overwrite = false)
    {
        RunHistory history = RunHistory.Read(new RunFolder(folder));
        using AtomicFile file = AtomicFile.Create(path ?? history.Folder.Report, overwrite || path is null);
        string[] parts = Template().Split("{{");
        using (var page = new StreamWriter(file.TemporaryPath, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            page.Write(parts[0]);
            foreach (string part in parts.Skip(1))
            {
                string[] name = part.Split("}}", 2);
                Fill(page, name[0], history, Path.GetDirectoryName(file.Path)!);
                page.Write(name[1]);
            }
        }

        file.Commit();
        return file.Path;
    }

    private static string Template()
    {
        using Stream stream = typeof(RunReport).Assembly.GetManifestResourceStream("Cloudless.Scoring.report.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Fill(StreamWriter page, string name, RunHistory history, string place)
    {
        switch (name)
        {
            case "head": Head(page, history); break;
            case "chart": page.Write(ThroughputChart.Draw([.. history.Items.Values.Select(i => (i.At, i.End.Outcome == ItemOutcome.Failed))])); break;
            case "gallery": Gallery(page, history); break;
            case "selection": page.Write(history.Items.Count <= MostRows
                ? "All items that came to an end."
                : Invariant($"{history.Items.Count:N0} items came to an end: here are the failures, the slowest and a sample of the rest.")); break;
            case "workers": Workers(page, history); break;
            case "footer": page.Write(Invariant($"Cloudless {Text(history.Record.CloudlessVersion)}; {Text(history.Record.ModelName)}; settings {Text(history.Record.Settings.ToJsonString())}; written {DateTimeOffset.UtcNow:u}")); break;
            default: Data(page, history, place); break;
        }
    }

    private static void Head(StreamWriter page, RunHistory history)
    {
        RunStatus status = history.Status(DateTimeOffset.UtcNow);
        List<ItemEnd> done = [.. history.Items.Values.Where(i => i.End is { Outcome: ItemOutcome.Done, Seconds: > 0 }).Select(i => i.End)];
        double[] seconds = [.. done.Select(i => i.Seconds).Order()];
        page.Write(Invariant($"<p>{Text(status.Folder)}</p><div class=\"figures\">"));
        Figure(page, "items", Invariant($"{status.Items:N0}"));
        Figure(page, "done", Invariant($"{status.Done:N0}"));
        Figure(page, "failed", Invariant($"{status.Failed:N0}"));
        Figure(page, "left", Invariant($"{status.Left:N0}"));
        Figure(page, "megapixels", Invariant($"{status.Pixels / 1e6:N1}"));
        Figure(page, "gigabytes written", Invariant($"{done.Sum(i => i.Bytes) / 1e9:N3}"));
        Figure(page, "seconds per item, median", seconds.Length == 0 ? "-" : Invariant($"{seconds[seconds.Length / 2]:0.##}"));
        Figure(page, "95 % within", seconds.Length == 0 ? "-" : Invariant($"{seconds[(int)(0.95 * (seconds.Length - 1))]:0.##} s"));
        Figure(page, "hours of work", Invariant($"{seconds.Sum() / 3600:N2}"));
        page.WriteLine("</div>");
    }

    private static void Figure(StreamWriter page, string name, string value) => page.Write($"<div><b>{value}</b>{name}</div>");

    private static void Gallery(StreamWriter page, RunHistory history)
    {
        List<string> done = [.. history.Items.Values.Where(i => i.End.Outcome != ItemOutcome.Failed).Select(i => i.End.Id).Order(StringComparer.Ordinal)];
        List<(string Id, string Path)> pictures = [];
        for (int i = 0; Pictures(history) && i < GalleryPictures && i < done.Count; i++)
        {
            string id = done[(int)((long)i * done.Count / Math.Min(GalleryPictures, done.Count))], path = Path.Combine(history.Folder.Item(id), RunFolder.FileName(id, ScoreOutputs.Quicklook));
            if (new FileInfo(path) is { Exists: true, Length: <= LargestPicture })
            {
                pictures.Add((id, path));
            }
        }

        if (pictures.Count == 0)
        {
            return;
        }

        page.WriteLine("<h2>Before and after</h2><div class=\"gallery\">");
        foreach ((string id, string path) in pictures)
        {
            page.WriteLine($"<img alt=\"{id}\" title=\"{id}\" src=\"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(path))}\">");
        }

        page.WriteLine("</div>");
    }

    private static void Workers(StreamWriter page, RunHistory history)
    {
        page.WriteLine("<table><thead><tr><th>worker</th><th>state</th><th>shard</th><th class=\"n\">done</th><th class=\"n\">failed</th><th>began (UTC)</th><th>last sign (UTC)</th></tr></thead><tbody>");
        foreach (WorkerStatus worker in history.Status(DateTimeOffset.UtcNow).Workers.Take(WorkersShown))
        {
            string state = worker.Ending is { } ending ? $"{worker.State} ({ending})" : worker.State.ToString();
            page.WriteLine(Invariant(
                $"<tr><td>{Text(worker.Name)}</td><td>{state}</td><td>{worker.Shard}</td><td class=\"n\">{worker.Done}</td><td class=\"n\">{worker.Failed}</td><td>{worker.Began:u}</td><td>{worker.LastSign:u}</td></tr>"));
        }

        page.WriteLine("</tbody></table>");
        if (history.Workers.Count > WorkersShown)
        {
            page.WriteLine(Invariant($"<p>The latest {WorkersShown} of {history.Workers.Count:N0}.</p>"));
        }
    }

    // Inside a script element: the encoder must leave no '<' as it is.
    private static void Data(StreamWriter page, RunHistory history, string place)
    {
        page.Flush();
        using var json = new Utf8JsonWriter(page.BaseStream, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
        json.WriteStartObject();
        json.WriteBoolean("pictures", Pictures(history));
        json.WriteString("base", Path.GetRelativePath(place, history.Folder.Items).Replace('\\', '/') + "/");
        json.WriteStartArray("rows");
        foreach ((ItemEnd end, DateTimeOffset at) in Select(history))
        {
            Row(json, end, at);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, ItemEnd end, DateTimeOffset at)
    {
        json.WriteStartArray();
        json.WriteStringValue(end.Id);
        json.WriteNumberValue(end.Outcome == ItemOutcome.Failed ? 1 : 0);
        json.WriteNumberValue(end.Seconds);
        json.WriteNumberValue(Math.Round(end.Pixels / 1e6, 3));
        json.WriteNumberValue(end.Changed);
        json.WriteNumberValue(Math.Round(end.Bytes / 1e6, 3));
        json.WriteNumberValue(end.Attempts);
        json.WriteNumberValue(at.ToUnixTimeSeconds());
        if (end.Error is not null)
        {
            json.WriteStringValue(end.Error);
        }

        json.WriteEndArray();
    }

    private static IEnumerable<(ItemEnd End, DateTimeOffset At)> Select(RunHistory history)
    {
        List<(ItemEnd End, DateTimeOffset At)> items = [.. history.Items.Values.OrderBy(i => i.End.Outcome == ItemOutcome.Failed ? 0 : 1).ThenByDescending(i => i.End.Seconds).ThenBy(i => i.End.Id, StringComparer.Ordinal)];
        int whole = Math.Min(items.Count, MostRows / 2), rest = items.Count - whole;

        // Failures and the slowest come first; of the others, in this order, each n-th.
        int step = items.Count <= MostRows ? 1 : (rest / (MostRows - whole)) + 1;
        return items.Take(whole).Concat(items.Skip(whole).Where((_, i) => i % step == 0)).OrderBy(i => i.End.Id, StringComparer.Ordinal);
    }

    private static bool Pictures(RunHistory history) => history.Workers.Exists(w => w.Begin.Pictures);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
