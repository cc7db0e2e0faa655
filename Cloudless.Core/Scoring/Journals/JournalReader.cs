using System.Text.Json;

namespace Cloudless.Scoring;

/// <summary>Reads the journals of a run while they are written.</summary>
internal static class JournalReader
{
    private const int Buffer = 1 << 16;

    /// <summary>The journals, in the order of their names.</summary>
    public static IEnumerable<string> Files(RunFolder folder) =>
        Directory.Exists(folder.Journals) ? Directory.EnumerateFiles(folder.Journals, "*.jsonl").Order(StringComparer.Ordinal) : [];

    /// <summary>The lines of a journal that are whole.</summary>
    public static IEnumerable<JournalEntry> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer, FileOptions.SequentialScan);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>The last that is known of each item: the latest line of any worker.</summary>
    public static Dictionary<string, (ItemEnd End, DateTimeOffset At)> Items(RunFolder folder)
    {
        Dictionary<string, (ItemEnd End, DateTimeOffset At)> items = [];
        foreach (JournalEntry entry in Files(folder).SelectMany(Read))
        {
            if (entry.Item is { } item)
            {
                Add(items, item, entry.At);
            }
        }

        return items;
    }

    /// <summary>Adds a line to what is known.</summary>
    public static void Add(Dictionary<string, (ItemEnd End, DateTimeOffset At)> items, ItemEnd item, DateTimeOffset at)
    {
        // "Found done" tells less than the line of who did it.
        bool known = items.TryGetValue(item.Id, out (ItemEnd End, DateTimeOffset At) there);
        if (!known || (there.At <= at && !(item.Outcome == ItemOutcome.Already && there.End.Outcome == ItemOutcome.Done)))
        {
            items[item.Id] = (item, at);
        }
    }

    private static JournalEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ScoringJson.Lines.JournalEntry);
        }
        catch (JsonException)
        {
            // Cut off by a kill or a full disk, or not yet whole.
            return null;
        }
    }
}
