using System.Text.Json;
using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>A line of failed.jsonl: an item as a manifest has it, and why it failed.</summary>
internal sealed record FailedItem(string Id, string S2, IReadOnlyList<string> S1, ItemOptions? Options, string Error, int Attempts, DateTimeOffset At);

/// <summary>Keeps failed.jsonl: what failed in the run and was not done since.</summary>
/// <remarks>
/// Many workers share the file, and appending is not safe on network file systems. So each writes the whole of it, made of all journals, in one step; and looks again whether a journal has grown meanwhile,
/// so that the last to write knew all.
/// </remarks>
internal static class FailedItems
{
    /// <summary>Writes the file anew; deletes it where nothing failed.</summary>
    /// <exception cref="CloudlessException">It cannot be written.</exception>
    public static void Write(RunFolder folder, string mark)
    {
        long seen;
        do
        {
            seen = Grown(folder);
            List<(ItemEnd End, DateTimeOffset At)> failed =
                [.. JournalReader.Items(folder).Values.Where(i => i.End is { Outcome: ItemOutcome.Failed, Of: not null }).OrderBy(i => i.End.Id, StringComparer.Ordinal)];
            if (failed.Count == 0)
            {
                File.Delete(folder.Failed);
                continue;
            }

            using var content = new MemoryStream();
            foreach ((ItemEnd end, DateTimeOffset at) in failed)
            {
                ManifestItem of = end.Of!;
                JsonSerializer.Serialize(content, new FailedItem(of.Id, of.S2, of.S1, of.Options, end.Error ?? "", end.Attempts, at), ScoringJson.Lines.FailedItem);
                content.WriteByte((byte)'\n');
            }

            AtomicFile.WriteAllBytes(folder.Failed, content.GetBuffer().AsSpan(0, (int)content.Length), overwrite: true, mark);
        }
        while (Grown(folder) != seen);
    }

    // Beats of others make it grow too; then once more is written for nothing.
    private static long Grown(RunFolder folder) => JournalReader.Files(folder).Sum(f => new FileInfo(f).Length);
}
