using System.Runtime.ExceptionServices;

namespace Cloudless.Temporal;

/// <summary>Lets threads that finish items in any order write them in the order of the items, so that files have the same bytes for every number of threads.</summary>
internal sealed class WritingTurns
{
    private readonly object _gate = new();
    private Exception? _error;
    private int _next;

    /// <summary>Waits for an item's turn and writes it. Items must be begun in their order.</summary>
    /// <exception cref="OperationCanceledException">Another item failed.</exception>
    public void Write(int item, Action write)
    {
        lock (_gate)
        {
            while (item != _next && _error is null)
            {
                Monitor.Wait(_gate);
            }

            if (_error is not null)
            {
                throw new OperationCanceledException();
            }

            write();
            _next++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Does an item's work; where it fails, those that wait are let go.</summary>
    public void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                _error ??= error;
                Monitor.PulseAll(_gate);
            }

            throw;
        }
    }

    /// <summary>Does all the work and throws the error that came first, not that of a thread that was let go.</summary>
    public void Run(Action all)
    {
        try
        {
            all();
        }
        catch (OperationCanceledException) when (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
    }
}
