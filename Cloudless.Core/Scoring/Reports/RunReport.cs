using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloudless.Rasters;
using Cloudless.Reports;

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
        string place = Path.GetFullPath(path ?? history.Folder.Report);
        string page = HtmlPage.Make($"Run {Path.GetFileName(history.Folder.Path)}", ["run.js"], html => Body(html, history, Path.GetDirectoryName(place)!), "data: file: 'self'");
        AtomicFile.WriteAllBytes(place, Encoding.UTF8.GetBytes(page), overwrite || path is null);
        return place;
    }

    private static void Body(HtmlWriter html, RunHistory history, string place)
    {
        RunStatus status = history.Status(DateTimeOffset.UtcNow);
        html.Open("header").Element("h1", "Run").Element("p", status.Folder, ("class", "lead")).Close();
        Figures(html, history, status);
        html.Open("section").Element("h2", "Throughput");
        ThroughputChart.Write(html, [.. history.Items.Values.Select(i => (i.At, i.End.Outcome == ItemOutcome.Failed))]);
        html.Close();
        Gallery(html, history);
        Items(html, history, place);
        Workers(html, status);
        html.Element("footer", Invariant($"Cloudless {history.Record.CloudlessVersion}; {history.Record.ModelName}; settings {history.Record.Settings.ToJsonString()}; written {DateTimeOffset.UtcNow:u}"));
    }

    private static void Figures(HtmlWriter html, RunHistory history, RunStatus status)
    {
        List<ItemEnd> done = [.. history.Items.Values.Where(i => i.End is { Outcome: ItemOutcome.Done, Seconds: > 0 }).Select(i => i.End)];
        double[] seconds = [.. done.Select(i => i.Seconds).Order()];
        PageParts.Figures(html,
            (Invariant($"{status.Items:N0}"), "items"),
            (Invariant($"{status.Done:N0}"), "done"),
            (Invariant($"{status.Failed:N0}"), "failed"),
            (Invariant($"{status.Left:N0}"), "left"),
            (Invariant($"{status.Pixels / 1e6:N1}"), "megapixels"),
            (Invariant($"{done.Sum(i => i.Bytes) / 1e9:N3}"), "gigabytes written"),
            (seconds.Length == 0 ? "-" : Invariant($"{seconds[seconds.Length / 2]:0.##}"), "seconds per item, median"),
            (seconds.Length == 0 ? "-" : Invariant($"{seconds[(int)(0.95 * (seconds.Length - 1))]:0.##}"), "seconds that 95 % take at most"),
            (Invariant($"{seconds.Sum() / 3600:N2}"), "hours of work"));
    }

    private static void Gallery(HtmlWriter html, RunHistory history)
    {
        List<string> done = [.. history.Items.Values.Where(i => i.End.Outcome != ItemOutcome.Failed).Select(i => i.End.Id).Order(StringComparer.Ordinal)];
        int count = Pictures(history) ? Math.Min(GalleryPictures, done.Count) : 0;
        List<(string Id, string Path)> pictures = [.. Enumerable.Range(0, count).Select(i => done[(int)((long)i * done.Count / count)])
            .Select(id => (id, Path.Combine(history.Folder.Item(id), RunFolder.FileName(id, ScoreOutputs.Quicklook)))).Where(p => new FileInfo(p.Item2) is { Exists: true, Length: <= LargestPicture })];
        if (pictures.Count == 0)
        {
            return;
        }

        html.Open("section").Element("h2", "Before and after").Open("div", ("class", "gallery"));
        foreach ((string id, string path) in pictures)
        {
            html.Void("img", ("alt", id), ("title", id), ("src", $"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(path))}"));
        }

        html.Close().Close();
    }

    private static void Items(HtmlWriter html, RunHistory history, string place)
    {
        html.Open("section").Element("h2", "Items").Element("p", history.Items.Count <= MostRows
            ? "All items that came to an end."
            : Invariant($"{history.Items.Count:N0} items came to an end: here are the failures, the slowest and a sample of the rest."));
        html.Open("div", ("class", "choice"))
            .Open("label").Text("Show ").Open("select", ("id", "outcome"))
            .Element("option", "all", ("value", "all")).Element("option", "done", ("value", "0")).Element("option", "failed", ("value", "1")).Close().Close()
            .Open("label").Text("Id or error contains ").Void("input", ("id", "text"), ("type", "search")).Close()
            .Element("span", "", ("id", "count")).Element("button", "Back", ("id", "back"), ("type", "button")).Element("button", "Next", ("id", "next"), ("type", "button")).Close();
        html.Open("div", ("class", "scroll")).Open("table", ("class", "items")).Open("thead").Open("tr", ("id", "columns")).Close().Close().Open("tbody", ("id", "rows")).Close().Close().Close().Close();
        html.Data("data", Data(history, place));
    }

    private static void Workers(HtmlWriter html, RunStatus status)
    {
        string heading = status.Workers.Count <= WorkersShown ? "Workers" : Invariant($"Workers: the latest {WorkersShown} of {status.Workers.Count:N0}");
        PageParts.Table(html, heading, [("worker", false), ("state", false), ("shard", false), ("done", true), ("failed", true), ("began (UTC)", false), ("last sign (UTC)", false)],
            status.Workers.Take(WorkersShown).Select(worker => (IReadOnlyList<string>)
            [
                worker.Name, worker.Ending is { } ending ? $"{worker.State} ({ending})" : worker.State.ToString(), worker.Shard, Invariant($"{worker.Done}"), Invariant($"{worker.Failed}"),
                Invariant($"{worker.Began:u}"), Invariant($"{worker.LastSign:u}"),
            ]));
    }

    private static string Data(RunHistory history, string place)
    {
        using var content = new MemoryStream();
        using var json = new Utf8JsonWriter(content);
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
        json.Flush();
        return Encoding.UTF8.GetString(content.GetBuffer().AsSpan(0, (int)content.Length));
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

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
