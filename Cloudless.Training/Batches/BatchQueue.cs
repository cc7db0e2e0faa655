using System.Runtime.ExceptionServices;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Batches;

/// <summary>
/// Makes batches ahead of the engine on threads of its own and hands them out in the order of the steps. At most
/// <see cref="ReadingOptions.BatchesAhead"/> are ready or in work, so memory is bounded however fast readers are.
/// </summary>
internal sealed class BatchQueue : IDisposable
{
    private readonly Func<long, TrainingBatch> _build;
    private readonly object _gate = new();
    private readonly (TrainingBatch? Batch, ExceptionDispatchInfo? Error)[] _ready;
    private readonly Task[] _readers;
    private long _begin, _next;
    private bool _stopped;

    /// <summary>Starts with the batch of a step.</summary>
    /// <param name="build">Makes the batch of a step; called from several threads at once.</param>
    /// <param name="firstStep">The first step.</param>
    /// <param name="reading">Number of readers and of batches ahead.</param>
    public BatchQueue(Func<long, TrainingBatch> build, long firstStep, ReadingOptions reading)
    {
        (_build, _begin, _next) = (build, firstStep, firstStep);
        _ready = new (TrainingBatch?, ExceptionDispatchInfo?)[reading.BatchesAhead];
        _readers =
        [
            .. Enumerable.Range(0, Math.Min(reading.ReaderThreads, reading.BatchesAhead)).Select(_ =>
                Task.Factory.StartNew(Produce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
    }

    /// <summary>The next batch; waits for it.</summary>
    /// <exception cref="CloudlessException">This batch could not be made; those before it were handed out.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public TrainingBatch Take(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(Wake);
        lock (_gate)
        {
            ref (TrainingBatch? Batch, ExceptionDispatchInfo? Error) slot = ref _ready[_next % _ready.Length];
            while (slot is (null, null))
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            slot.Error?.Throw();
            TrainingBatch batch = slot.Batch!;
            slot = default;
            _next++;
            Monitor.PulseAll(_gate);
            return batch;
        }
    }

    /// <summary>Ends the threads; waits for the batches in work.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        Task.WaitAll(_readers);
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Produce()
    {
        while (Claim() is { } step)
        {
            TrainingBatch? batch = null;
            ExceptionDispatchInfo? error = null;
            try
            {
                batch = _build(step);
            }
            catch (Exception e)
            {
                // Whatever it is, it belongs to who takes this step's batch.
                error = ExceptionDispatchInfo.Capture(e);
            }

            lock (_gate)
            {
                _ready[step % _ready.Length] = (batch, error);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>The next step to make; waits until there is room for it. Null when the queue ends.</summary>
    private long? Claim()
    {
        lock (_gate)
        {
            while (!_stopped && _begin >= _next + _ready.Length)
            {
                Monitor.Wait(_gate);
            }

            return _stopped ? null : _begin++;
        }
    }
}
