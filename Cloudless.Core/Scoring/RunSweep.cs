using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>Takes away what killed workers left. Only what is known to be nobody's any more: unfinished files carry the mark of their worker, and its journal tells its process.</summary>
internal static class RunSweep
{
    /// <summary>Deletes unfinished files of dead workers in the folder of the run; those in items' folders go when an item is done again.</summary>
    public static void DeleteUnfinished(RunFolder folder)
    {
        List<string> unfinished = [.. Directory.EnumerateFiles(folder.Path, ".*.tmp*", new EnumerationOptions { AttributesToSkip = 0 })];
        if (unfinished.Count == 0)
        {
            return;
        }

        foreach (string journal in JournalReader.Files(folder))
        {
            if (JournalReader.Read(journal).FirstOrDefault()?.Begin is { } begin && begin.Process.IsKnownDead())
            {
                string mark = WorkerName.MarkOf(begin.Worker);
                unfinished.FindAll(f => Path.GetFileName(f).Contains($".{mark}.", StringComparison.Ordinal)).ForEach(File.Delete);
            }
        }
    }

    /// <summary>Deletes dead claims on items that are done: their owner died between the receipt and the end.</summary>
    public static void DeleteClaims(RunFolder folder, ClaimStore claims)
    {
        foreach (string id in ClaimStore.Claimed(folder.Claims).Where(id => File.Exists(folder.Receipt(id))))
        {
            claims.Sweep(id);
        }
    }
}
