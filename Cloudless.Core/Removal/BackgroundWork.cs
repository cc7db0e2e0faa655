namespace Cloudless.Removal;

/// <summary>Work of a job that goes on beside its main way, each piece on a thread of its own; disposal waits for all of it.</summary>
/// <remarks>
/// Threads of their own, because GDAL and disks block them, and a pool of as many threads as processors would stand still. Not thread-safe.
/// </remarks>
internal sealed class BackgroundWork : IDisposable
{
    private readonly List<Task> _tasks = [];

    /// <summary>Starts work; its result or its error comes by <see cref="Result"/>.</summary>
    public Task<TResult> Start<TResult>(Func<TResult> work)
    {
        Task<TResult> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _tasks.Add(task);
        return task;
    }

    /// <summary>Waits for work; an error is thrown as it came.</summary>
    public static TResult Result<TResult>(Task<TResult> task) => task.GetAwaiter().GetResult();

    /// <summary>Waits until nothing is under way: what it uses may go then. Errors nobody asked for come second to the one that led here.</summary>
    public void Dispose() => ((IAsyncResult)Task.WhenAll(_tasks)).AsyncWaitHandle.WaitOne();
}
