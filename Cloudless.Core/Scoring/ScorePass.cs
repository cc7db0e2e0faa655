using System.Threading.Channels;

namespace Cloudless.Scoring;

/// <summary>One way through a list of items: one task reads it, some look what is done already, some do the rest; queues between them are short, so memory does not grow with the list.</summary>
/// <param name="isDone">Looks whether an item is done.</param>
/// <param name="found">Told of items that are.</param>
/// <param name="work">Does the others.</param>
/// <param name="jobs">How many at once.</param>
internal sealed class ScorePass(Func<ManifestItem, bool> isDone, Action<ManifestItem> found, Func<ManifestItem, Task> work, int jobs)
{
    // Looking is waiting for the file system, most of all over a network.
    private const int Lookers = 8, LookAhead = 256;

    /// <summary>Goes through the list until its end, an error, or the order to halt; what is in work then comes to its end.</summary>
    /// <param name="items">The list; read as far as the queues have room.</param>
    /// <param name="halt">Ends the pass before its next item.</param>
    public async Task RunAsync(IEnumerable<ManifestItem> items, CancellationToken halt)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(halt);
        Channel<ManifestItem> listed = Channel.CreateBounded<ManifestItem>(LookAhead), waiting = Channel.CreateBounded<ManifestItem>(2 * jobs);
        await Task.WhenAll(
            Guard(() => Read(items, listed.Writer, stop.Token), () => listed.Writer.Complete(), stop),
            Guard(() => Many(Lookers, () => Look(listed.Reader, waiting.Writer, stop.Token)), () => waiting.Writer.Complete(), stop),
            Guard(() => Many(jobs, () => Work(waiting.Reader, stop.Token)), () => { }, stop)).ConfigureAwait(false);
        while (waiting.Reader.TryRead(out _))
        {
            ScoringTelemetry.QueueDepth.Add(-1);
        }
    }

    private static async Task Read(IEnumerable<ManifestItem> items, ChannelWriter<ManifestItem> target, CancellationToken stop)
    {
        foreach (ManifestItem item in items)
        {
            await target.WriteAsync(item, stop).ConfigureAwait(false);
        }
    }

    private async Task Look(ChannelReader<ManifestItem> source, ChannelWriter<ManifestItem> target, CancellationToken stop)
    {
        await foreach (ManifestItem item in source.ReadAllAsync(stop).ConfigureAwait(false))
        {
            stop.ThrowIfCancellationRequested();
            if (isDone(item))
            {
                found(item);
                continue;
            }

            await target.WriteAsync(item, stop).ConfigureAwait(false);
            ScoringTelemetry.QueueDepth.Add(1);
        }
    }

    private async Task Work(ChannelReader<ManifestItem> source, CancellationToken stop)
    {
        await foreach (ManifestItem item in source.ReadAllAsync(stop).ConfigureAwait(false))
        {
            ScoringTelemetry.QueueDepth.Add(-1);

            // What waits in the queue is handed out without a look at the order to halt.
            stop.ThrowIfCancellationRequested();
            await work(item).ConfigureAwait(false);
        }
    }

    private static Task Many(int count, Func<Task> task) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(task)));

    // The first error stops the others; being stopped is none.
    private static async Task Guard(Func<Task> task, Action after, CancellationTokenSource stop)
    {
        try
        {
            await Task.Run(task).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            after();
        }
    }
}
