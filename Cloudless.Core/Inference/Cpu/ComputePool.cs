using System.Diagnostics;

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
/// same results whoever does it; a thread that the machine holds up before it begins then holds up nobody else. Threads look out for the next job for
/// a moment before they sleep, as a network's layers follow each other faster than a sleeping thread wakes.
/// </summary>
/// <remarks><see cref="Run"/> is called by one thread at a time; it does items itself.</remarks>
internal sealed class ComputePool : IDisposable
{
    // The state of the current job in one word: its number, whether nobody may join any more, and how many have joined.
    private const long Joined = 0xFFFF, Closed = 1 << 16, Job = 1 << 17;

    private static readonly long LookOut = Stopwatch.Frequency / 20_000;
    private readonly Thread[] _threads;
    private readonly Lock _errors = new();
    private readonly object _jobGate = new();
    private readonly object _doneGate = new();
    private volatile bool _stopping;
    private int _sleeping;
    private IParallelJob? _job;
    private Exception? _error;
    private int _items;
    private int _next;
    private long _state = Closed;

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
        bool shared = _threads.Length > 0 && items > 1;
        if (shared)
        {
            Interlocked.Exchange(ref _state, (Volatile.Read(ref _state) & ~(Joined | Closed)) + Job);
            WakeSleepers();
        }

        Work(0);
        if (shared)
        {
            Interlocked.Or(ref _state, Closed);
            WaitForOthers();
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
        WakeSleepers();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    // Both sides write first and read then, with a fence between: one of them sees the other.
    private void WakeSleepers()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_jobGate)
            {
                Monitor.PulseAll(_jobGate);
            }
        }
    }

    private void Serve(int worker)
    {
        while (!_stopping)
        {
            if (TryJoin())
            {
                Work(worker);
                Leave();
                continue;
            }

            if (!Spin(Closed))
            {
                Sleep();
            }
        }
    }

    private bool TryJoin()
    {
        long state = Volatile.Read(ref _state);
        while ((state & Closed) == 0)
        {
            long seen = Interlocked.CompareExchange(ref _state, state + 1, state);
            if (seen == state)
            {
                return true;
            }

            state = seen;
        }

        return false;
    }

    // The last one out tells the caller, if it has closed the job by then.
    private void Leave()
    {
        // Nothing is left to do; joining again would only turn in circles until the caller closes.
        Interlocked.Or(ref _state, Closed);
        if ((Interlocked.Decrement(ref _state) & Joined) == 0)
        {
            lock (_doneGate)
            {
                Monitor.Pulse(_doneGate);
            }
        }
    }

    private void WaitForOthers()
    {
        if (Spin(Joined))
        {
            return;
        }

        lock (_doneGate)
        {
            while ((Volatile.Read(ref _state) & Joined) != 0)
            {
                Monitor.Wait(_doneGate);
            }
        }
    }

    private void Sleep()
    {
        lock (_jobGate)
        {
            Interlocked.Increment(ref _sleeping);
            while ((Volatile.Read(ref _state) & Closed) != 0 && !_stopping)
            {
                Monitor.Wait(_jobGate);
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }

    // Looks out for about 50 microseconds until none of these bits of the state is set: a job is open, or nobody is at work any more.
    private bool Spin(long bits)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if ((Volatile.Read(ref _state) & bits) == 0 || _stopping)
                {
                    return true;
                }

                Thread.SpinWait(8);
            }
        }
        while (Stopwatch.GetTimestamp() - start < LookOut);
        return false;
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
