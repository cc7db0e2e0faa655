using System.Diagnostics;
using System.Text.Json;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>Receipts of items: whether an item is done, and that it is now.</summary>
/// <remarks>Safe from any thread.</remarks>
/// <param name="folder">The run's folder.</param>
/// <param name="mark">This worker's mark for unfinished files.</param>
/// <param name="verify">Whether contents are compared, not only sizes and times.</param>
internal sealed class ReceiptStore(RunFolder folder, string mark, bool verify)
{
    /// <summary>Whether an item is done: there is a receipt of the same settings and inputs, and the outputs are there as it says.</summary>
    /// <exception cref="IOException">The file system fails.</exception>
    public bool IsDone(ManifestItem item, ItemSettings settings) =>
        Read(item.Id) is { } receipt && receipt.Key == settings.Key && receipt.S2 == item.S2 && receipt.S1.SequenceEqual(item.S1)
        && receipt.Inputs.All(file => Matches(file, file.Path, times: !verify))
        && receipt.Outputs.All(file => Matches(file, Path.Combine(folder.Item(item.Id), file.Path), times: false));

    /// <summary>Writes a receipt, durably: when it is there, so are the outputs, even after a power failure.</summary>
    /// <exception cref="CloudlessException">It cannot be written.</exception>
    public void Write(ItemReceipt receipt)
    {
        string place = folder.Item(receipt.Id);
        FolderFlush.Flush(place);
        FaultPoints.Reach("outputs-durable");
        AtomicFile.WriteAllBytes(folder.Receipt(receipt.Id), JsonSerializer.SerializeToUtf8Bytes(receipt, ScoringIndentedJson.Pages.ItemReceipt), overwrite: true, mark);
        FolderFlush.Flush(place);
    }

    /// <summary>Makes the folder of an item ready to be written: deletes its receipt, which will not be true any more, and what dead workers left. Only for who holds its claim.</summary>
    /// <exception cref="IOException">The file system fails.</exception>
    public void Clear(string id)
    {
        string place = folder.Item(id);
        Directory.CreateDirectory(place);
        FaultPoints.Reach("folder-made");
        if (File.Exists(folder.Receipt(id)))
        {
            File.Delete(folder.Receipt(id));
            FolderFlush.Flush(place);
        }

        foreach (string left in Directory.EnumerateFiles(place, ".*.tmp*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            File.Delete(left);
        }
    }

    private ReceiptHead? Read(string id)
    {
        string path = folder.Receipt(id);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ScoringJson.Default.ReceiptHead);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            // Not ours, or damaged by the disk: the item is done again, which makes a good one.
            Trace.TraceWarning($"'{path}' is no receipt: {e.Message}");
            return null;
        }
    }

    private bool Matches(ReceiptFile recorded, string path, bool times)
    {
        if (recorded.Bytes is null)
        {
            // A virtual path of GDAL: its name is all that is known.
            return true;
        }

        var file = new FileInfo(path);
        return file.Exists && file.Length == recorded.Bytes && (!times || recorded.Modified is not { } modified || modified == file.LastWriteTimeUtc)
            && (!verify || recorded.Sha256 is null || recorded.Sha256 == FileFacts.Of(recorded.Role, path).Sha256);
    }
}
