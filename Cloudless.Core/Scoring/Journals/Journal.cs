using System.Diagnostics;
using System.Text.Json;

namespace Cloudless.Scoring;

/// <summary>Writes a worker's journal, line by line, to a file that nobody else writes.</summary>
/// <remarks>Safe from any thread. A journal that cannot be written stops no run: it only tells.</remarks>
internal sealed class Journal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private bool _torn;

    /// <summary>Begins a journal.</summary>
    /// <exception cref="CloudlessException">It cannot be made.</exception>
    public Journal(RunFolder folder, string worker)
    {
        Path = System.IO.Path.Combine(folder.Journals, $"{worker}.jsonl");
        try
        {
            _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"'{Path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Adds a line.</summary>
    public void Write(JournalEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, ScoringJson.Lines.JournalEntry), (byte)'\n'];
        lock (_gate)
        {
            try
            {
                // What a full disk took of the last line must not spoil this one.
                _file.Write(_torn ? [(byte)'\n', .. line] : line);
                _torn = false;
            }
            catch (IOException e)
            {
                _torn = true;
                Trace.TraceWarning($"A line of '{Path}' is missing: {e.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
