namespace Cloudless.Inference.Cpu;

/// <summary>Work made of independent items.</summary>
internal interface IParallelJob
{
    /// <summary>Does one item.</summary>
    /// <param name="item">0 .. items-1.</param>
    /// <param name="worker">Which worker does it, 0 .. threads-1: for scratch memory, never for the arithmetic.</param>
    void Execute(int item, int worker);
}

/// <summary>
/// A fixed set of threads that do the items of one job after the other. Who does which item is left to chance, so jobs give the
/// same results whoever does it; a thread that the machine holds up then holds up nobody else.
/// </summary>
/// <remarks><see cref="Run"/> is called by one thread at a time; it does items itself.</remarks>
internal sealed class ComputePool : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Lock _errors = new();
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private volatile bool _stopping;
    private IParallelJob? _job;
    private Exception? _error;
    private int _items;
    private int _next;

    public ComputePool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Cloudless compute {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Workers, the calling thread among them.</summary>
    public int Threads { get; }

    /// <summary>Does all items of a job and returns when the last one is done; the first error of any of them is thrown.</summary>
    public void Run(IParallelJob job, int items)
    {
        (_job, _items, _next, _error) = (job, items, 0, null);
        int helpers = Math.Min(_threads.Length, items - 1);
        if (helpers > 0)
        {
            _start.Release(helpers);
        }

        Work(0);
        for (int i = 0; i < helpers; i++)
        {
            _done.Wait();
        }

        _job = null;
        if (_error is { } error)
        {
            throw new InvalidOperationException("A worker of the CPU engine failed: " + error.Message, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        if (_threads.Length > 0)
        {
            _start.Release(_threads.Length);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _done.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_stopping)
            {
                return;
            }

            Work(worker);
            _done.Release();
        }
    }

    private void Work(int worker)
    {
        IParallelJob job = _job!;
        try
        {
            for (int item = Interlocked.Increment(ref _next) - 1; item < _items; item = Interlocked.Increment(ref _next) - 1)
            {
                job.Execute(item, worker);
            }
        }
        catch (Exception error)
        {
            Volatile.Write(ref _next, _items);
            lock (_errors)
            {
                _error ??= error;
            }
        }
    }
}
