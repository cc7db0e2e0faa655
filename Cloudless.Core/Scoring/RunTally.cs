using System.Diagnostics;

namespace Cloudless.Scoring;

/// <summary>Counts what becomes of a worker's items, and tells who watches.</summary>
/// <remarks>Safe from any thread; the watcher is told by one at a time.</remarks>
internal sealed class RunTally(int items, IProgress<ScoreProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly List<string> _running = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _done, _already, _failed, _retries;
    private long _pixels;

    /// <summary>Done, found done, failed, tried again.</summary>
    public (int Done, int Already, int Failed, int Retries, long Pixels) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_done, _already, _failed, _retries, _pixels);
            }
        }
    }

    /// <summary>Time since the run began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Items in flight.</summary>
    public IReadOnlyList<string> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _running];
            }
        }
    }

    public void Begin(string id)
    {
        ScoringTelemetry.Running.Add(1);
        lock (_gate)
        {
            _running.Add(id);
            Report(null);
        }
    }

    public void Leave(string id)
    {
        ScoringTelemetry.Running.Add(-1);
        lock (_gate)
        {
            _running.Remove(id);
        }
    }

    public void Retry()
    {
        ScoringTelemetry.Retries.Add(1);
        lock (_gate)
        {
            _retries++;
        }
    }

    public void End(ItemEnd end)
    {
        ScoringTelemetry.Items.Add(1, new KeyValuePair<string, object?>("outcome", end.Outcome.ToString().ToLowerInvariant()));
        lock (_gate)
        {
            _done += end.Outcome == ItemOutcome.Done ? 1 : 0;
            _already += end.Outcome == ItemOutcome.Already ? 1 : 0;
            _failed += end.Outcome == ItemOutcome.Failed ? 1 : 0;
            _pixels += end.Pixels;
            Report(end.Outcome == ItemOutcome.Failed ? $"{end.Id}: {end.Error}" : null);
        }
    }

    /// <summary>Tells where the run stands, because time went by.</summary>
    public void Report()
    {
        lock (_gate)
        {
            Report(null);
        }
    }

    private void Report(string? failure)
    {
        if (progress is null)
        {
            return;
        }

        TimeSpan elapsed = Elapsed;
        int worked = _done + _failed, left = items - worked - _already;
        progress.Report(new ScoreProgress
        {
            Items = items, Done = _done, Already = _already, Failed = _failed, Running = [.. _running], Pixels = _pixels, Elapsed = elapsed,
            Left = worked > 0 ? elapsed * ((double)left / worked) : null, Failure = failure,
        });
    }
}
