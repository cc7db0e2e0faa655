using System.Runtime.ExceptionServices;

namespace Cloudless.Imagery;

/// <summary>Does items of work that do not depend on each other on several threads, each of which has something of its own: an open file, memory.</summary>
internal static class Workers
{
    // Enough that asking for the next group costs nothing, few enough that threads end together.
    private const int RowsTogether = 16;

    /// <summary>As the other method, for threads that need nothing of their own.</summary>
    public static void ForEach(int items, int threads, Action<int> work) => ForEach(items, threads, static () => default(Nothing), (_, item) => work(item));

    /// <summary>Does the rows of an image in groups that lie one after the other.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="threads">As in the other methods.</param>
    /// <param name="work">Does the rows from the first to before the second.</param>
    public static void ForRows(int rows, int threads, Action<int, int> work) =>
        ForEach((rows + RowsTogether - 1) / RowsTogether, threads, item => work(item * RowsTogether, Math.Min(rows, (item + 1) * RowsTogether)));

    /// <summary>Does all items and returns when the last is done; the first error is thrown as it came, and stops the others before their next item.</summary>
    /// <param name="items">Number of items, 0 or more; done in this order as far as threads allow, so put long ones first.</param>
    /// <param name="threads">At most so many at a time, the calling thread among them; 0 for one per processor.</param>
    /// <param name="begin">Makes what a thread needs; disposed by that thread at its end.</param>
    /// <param name="work">Does one item, 0 .. items-1; the result must not depend on who does it.</param>
    /// <param name="cancellationToken">Looked at before every item.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threads are negative.</exception>
    public static void ForEach<TState>(
        int items, int threads, Func<TState> begin, Action<TState, int> work, CancellationToken cancellationToken = default)
        where TState : IDisposable
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        int workers = Math.Min(threads > 0 ? threads : Environment.ProcessorCount, items), next = -1;
        if (workers <= 1)
        {
            Work();
            return;
        }

        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        void Work()
        {
            int item = Interlocked.Increment(ref next);
            if (item >= items)
            {
                return;
            }

            try
            {
                using TState state = begin();
                for (; item < items; item = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    work(state, item);
                }
            }
            catch
            {
                Volatile.Write(ref next, items);
                throw;
            }
        }
    }

    private readonly struct Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
