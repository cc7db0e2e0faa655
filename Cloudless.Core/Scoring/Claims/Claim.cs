using System.Diagnostics;

namespace Cloudless.Scoring;

/// <summary>An item that this process works on. Disposal lets go of it.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class Claim(ClaimStore store, string id, int generation, ClaimRecord record) : IDisposable
{
    private readonly Lock _gate = new();
    private ClaimRecord _record = record;
    private bool _lost;

    /// <summary>The item.</summary>
    public string Id => id;

    /// <summary>Which owner this is, from 1.</summary>
    public int Generation => generation;

    /// <summary>Owners before this one that died over the item.</summary>
    public int Deaths => generation - 1;

    private string Place => store.PathOf(id, generation);

    /// <summary>Makes the file; false where somebody was faster.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool Create()
    {
        FileStream file;
        try
        {
            file = new FileStream(Place, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(Place))
        {
            return false;
        }

        using (file)
        {
            try
            {
                FaultPoints.Reach("claim-made");
                file.Write(_record.ToBytes());
                return true;
            }
            catch (IOException)
            {
                // A claim without an owner would hold everybody up until it expires.
                File.Delete(Place);
                throw;
            }
        }
    }

    /// <summary>Counts up, so that others see that this process lives; a claim that is gone is lost.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            if (_lost)
            {
                return;
            }

            try
            {
                _record = _record with { Beat = _record.Beat + 1 };
                using var file = new FileStream(Place, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                file.Write(_record.ToBytes());
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                _lost = true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A network file system that fails for a while; the next beat tries again, and where none gets through the claim expires.
                Trace.TraceWarning($"A claim could not be renewed: {e.Message}");
            }
        }
    }

    /// <summary>Whether nobody took this process for dead meanwhile.</summary>
    public bool IsMine()
    {
        lock (_gate)
        {
            _lost = _lost || !File.Exists(Place) || File.Exists(store.PathOf(id, generation + 1));
            return !_lost;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => store.Release(this, delete: IsMine());
}
