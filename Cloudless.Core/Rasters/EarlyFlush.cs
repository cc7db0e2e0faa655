using Microsoft.Win32.SafeHandles;

namespace Cloudless.Rasters;

/// <summary>Has the disk begin with a file that is still being written, so that making it durable at its end finds little left to do; disposal ends that.</summary>
/// <remarks>A wish only: where the system refuses, the flush at the end tells the error.</remarks>
internal sealed class EarlyFlush : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _ended = new();
    private readonly Task _work;

    /// <summary>Begins.</summary>
    /// <param name="path">The file, which somebody else writes.</param>
    public EarlyFlush(string path) => _work = Task.Factory.StartNew(() => Flush(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Set();
        _work.Wait();
        _ended.Dispose();
    }

    private void Flush(string path)
    {
        try
        {
            while (!_ended.Wait(Pause))
            {
                // Opened anew each time: the writer may make the file only now, or make it again.
                using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is left to itself until the end.
        }
    }
}
