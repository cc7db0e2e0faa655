using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cloudless.Scoring;

/// <summary>Shows from time to time that a worker lives and how far it is: heartbeats of its claims, a line in its journal, the list of what failed.</summary>
/// <param name="folder">The run's.</param>
/// <param name="mark">The worker's, in names of temporary files.</param>
/// <param name="claims">What it holds.</param>
/// <param name="journal">Its own.</param>
/// <param name="tally">Counts of its items.</param>
/// <param name="held">Items that others hold.</param>
/// <param name="notes">Takes what went wrong with the list.</param>
internal sealed class WorkerWatch(RunFolder folder, string mark, ClaimStore claims, Journal journal, RunTally tally, ConcurrentQueue<ManifestItem> held, ConcurrentQueue<string> notes)
{
    private static readonly TimeSpan FailedEvery = TimeSpan.FromSeconds(30), LongestBeat = TimeSpan.FromSeconds(10), ReportEvery = TimeSpan.FromSeconds(1);

    private int _failedWritten;

    /// <summary>Does so until the run is over.</summary>
    /// <param name="claimExpiry">After how long without a heartbeat a claim is another's to take; six are made in this time.</param>
    /// <param name="over">Canceled when the run is over.</param>
    public async Task RunAsync(TimeSpan claimExpiry, CancellationToken over)
    {
        TimeSpan beat = Shorter(claimExpiry / 6, LongestBeat);
        var beaten = Stopwatch.StartNew();
        var failed = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Shorter(beat, ReportEvery));
        try
        {
            while (await timer.WaitForNextTickAsync(over).ConfigureAwait(false))
            {
                tally.Report();
                if (beaten.Elapsed >= beat)
                {
                    beaten.Restart();
                    claims.Beat();
                    journal.Write(new JournalEntry { At = DateTimeOffset.UtcNow, Beat = new WorkerBeat(tally.Running, held.Count) });
                }

                if (failed.Elapsed >= FailedEvery && tally.Counts.Failed > _failedWritten)
                {
                    WriteFailed();
                    failed.Restart();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
            return;
        }
    }

    /// <summary>Writes the list of what failed; where that fails a note says so.</summary>
    public void WriteFailed()
    {
        try
        {
            _failedWritten = tally.Counts.Failed;
            FailedItems.Write(folder, mark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CloudlessException)
        {
            notes.Enqueue($"'{folder.Failed}' could not be written: {e.Message} The next run writes it.");
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
