using System.Collections.Concurrent;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Batches;

/// <summary>Makes batches ahead of the engine on a thread of its own, in the order of the steps.</summary>
internal sealed class BatchQueue : IDisposable
{
    private const int Ahead = 3;
    private readonly BlockingCollection<TrainingBatch> _batches = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _producer;

    /// <summary>Starts with the batch of a step.</summary>
    public BatchQueue(BatchBuilder builder, long firstStep) =>
        _producer = Task.Factory.StartNew(() => Produce(builder, firstStep), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The next batch; waits for it.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public TrainingBatch Take(CancellationToken cancellation)
    {
        while (true)
        {
            if (_batches.TryTake(out TrainingBatch? batch, 200, cancellation))
            {
                return batch;
            }

            if (_producer.IsFaulted)
            {
                _producer.GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_producer).AsyncWaitHandle.WaitOne();
        _stop.Dispose();
        _batches.Dispose();
    }

    private void Produce(BatchBuilder builder, long step)
    {
        while (!_stop.IsCancellationRequested)
        {
            TrainingBatch batch = builder.Build(step++);
            bool added = false;
            while (!added && !_stop.IsCancellationRequested)
            {
                added = _batches.TryAdd(batch, 100);
            }
        }
    }
}
