using System.Collections.Concurrent;
using System.Diagnostics;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>One worker's run over its shard of a manifest.</summary>
internal sealed class ScoreRun : IDisposable
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    // What was dropped notices it between tiles and strips. A tile of a large network, or a file system that does not answer, may take longer than who asked to stop will wait.
    private static readonly TimeSpan DropTime = TimeSpan.FromSeconds(5);

    private readonly ScoreRequest _request;
    private readonly RunFolder _folder;
    private readonly WorkerName _worker = new();
    private readonly CloudRemovalModel _model;
    private readonly Lazy<CloudRemover> _remover;
    private readonly ClaimStore _claims;
    private readonly ReceiptStore _receipts;
    private readonly ItemWork _work;
    private readonly Journal _journal;
    private readonly RunTally _tally;
    private readonly WorkerWatch _watch;
    private readonly int _items, _shardItems;
    private readonly HashSet<string> _journaled;
    private readonly ConcurrentQueue<ManifestItem> _held = new();
    private readonly ConcurrentQueue<string> _notes = new();
    private readonly CancellationTokenSource _halt, _abort = new();
    private readonly CancellationToken _stopping;
    private DiskFullException? _diskFull;
    private bool _left;

    /// <summary>Checks the manifest and the folder, before any work.</summary>
    public ScoreRun(ScoreRequest request, IProgress<ScoreProgress>? progress, CancellationToken stopping)
    {
        (_request, _stopping) = (request, stopping);
        _items = ManifestReader.Check(request.ManifestPath);
        _shardItems = request.Shard.Of(_items);
        _model = request.ModelPath is null ? CloudRemovalModel.LoadDefault() : CloudRemovalModel.Load(request.ModelPath);
        _folder = new RunFolder(request.OutputFolder);
        var record = RunRecord.Of(request, _model);
        record.RequireSame(_folder, request.Overwrite);
        _folder.Make();
        _journaled = [.. JournalReader.Items(_folder).Where(i => i.Value.End.Outcome != ItemOutcome.Failed).Select(i => i.Key)];
        RunSweep.DeleteUnfinished(_folder);
        _journal = new Journal(_folder, _worker.Name);
        Begin();
        record.Write(_folder, request.Overwrite, _worker.Mark);
        _remover = new Lazy<CloudRemover>(() => new CloudRemover(_model, request.Execution.Engine, request.Options));
        _claims = new ClaimStore(_folder.Claims, _worker.Name, request.Execution.ClaimExpiry, TimeProvider.System);
        _receipts = new ReceiptStore(_folder, _worker.Mark, request.Verify);
        _work = new ItemWork(request, _folder, _worker, _receipts, new DiskReserve(_folder.Path, request.Execution.Reserve));
        _tally = new RunTally(_shardItems, progress);
        _watch = new WorkerWatch(_folder, _worker.Mark, _claims, _journal, _tally, _held, _notes);
        _halt = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>Runs until everything is done, or something ends it.</summary>
    public async Task<ScoreSummary> RunAsync()
    {
        using var over = new CancellationTokenSource();
        using var late = new CancellationTokenSource();
        using CancellationTokenRegistration grace = _stopping.Register(() =>
        {
            _abort.CancelAfter(_request.Execution.Grace);
            late.CancelAfter(_request.Execution.Grace + DropTime);
        });
        Task watch = _watch.RunAsync(_request.Execution.ClaimExpiry, over.Token), work = WorkAsync();
        RunEnding ending;
        try
        {
            _left = await Task.WhenAny(work, Task.Delay(Timeout.Infinite, late.Token)).ConfigureAwait(false) != work;
            await (_left ? Task.CompletedTask : work).ConfigureAwait(false);
            (int done, int already, int failed, _, _) = _tally.Counts;
            ending = done + already + failed >= _shardItems ? RunEnding.Complete : _diskFull is not null ? RunEnding.DiskFull : _halt.IsCancellationRequested ? RunEnding.Stopped : RunEnding.HeldByOthers;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }

        foreach (string id in _left ? _tally.Running : [])
        {
            _notes.Enqueue($"Item '{id}' did not end in time and was left in the middle; the next run does it.");
        }

        Note(new JournalEntry { At = DateTimeOffset.UtcNow, End = new WorkerEnd(ending) });
        _watch.WriteFailed();
        RunSweep.DeleteClaims(_folder, _claims);
        return Summary(ending);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_left)
        {
            // It is still at work with all of this, until the process ends.
            return;
        }

        if (_remover.IsValueCreated)
        {
            _remover.Value.Dispose();
        }

        _journal.Dispose();
        _halt.Dispose();
        _abort.Dispose();
    }

    // Before the first file of this worker: who sweeps up behind it knows it by this line.
    private void Begin() => Note(new JournalEntry
    {
        At = DateTimeOffset.UtcNow,
        Begin = new WorkerBegin(_worker.Name, ProcessIdentity.Current, RemovalTags.Version, Path.GetFullPath(_request.ManifestPath), _items, _request.Shard.ToString(), _shardItems,
            _request.Execution.Jobs, _request.Execution.Engine.Engine.ToString(), _request.Outputs.Pictures),
    });

    private IEnumerable<ManifestItem> Shard() => ManifestReader.Read(_request.ManifestPath).Where((_, index) => _request.Shard.Takes(index));

    private bool IsDone(ManifestItem item)
    {
        try
        {
            using Activity? activity = ScoringTelemetry.Activities.StartActivity("check");
            return _receipts.IsDone(item, ItemWork.Settings(_request, item, _model.Sha256));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who works on it meets the error again, tries again, and tells.
            return false;
        }
    }

    private void Found(ManifestItem item)
    {
        End(new ItemEnd { Id = item.Id, Outcome = ItemOutcome.Already });
    }

    private async Task DoAsync(ManifestItem item)
    {
        CloudRemover remover = _remover.Value;
        try
        {
            using Claim? claim = _claims.TryTake(item.Id);
            if (claim is null)
            {
                _held.Enqueue(item);
                return;
            }

            FaultPoints.Reach("claimed");
            if (IsDone(item))
            {
                // Another worker was faster, between the look and the claim.
                Found(item);
                return;
            }

            await DoAsync(item, claim, remover).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Of the claim: items tell their own.
            if (TransientErrors.IsDiskFull(e))
            {
                Stop(new DiskFullException($"The disk of '{_folder.Path}' is full: {e.Message} Free space and run again.", e));
                return;
            }

            End(new ItemEnd { Id = item.Id, Outcome = ItemOutcome.Failed, Of = item, Error = $"It cannot be claimed: {e.Message}" });
        }
    }

    private async Task DoAsync(ManifestItem item, Claim claim, CloudRemover remover)
    {
        _tally.Begin(item.Id);
        try
        {
            if (await _work.RunAsync(item, claim, remover, _tally.Retry, _abort.Token).ConfigureAwait(false) is { } end)
            {
                FaultPoints.Reach("receipt-written");
                End(end);
                FaultPoints.Reach("journaled");
            }
            else
            {
                _held.Enqueue(item);
            }
        }
        catch (DiskFullException e)
        {
            Stop(e);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // Dropped; the next run does it.
            _notes.Enqueue($"Item '{item.Id}' was dropped; it will be done by the next run.");
        }
        finally
        {
            _tally.Leave(item.Id);
        }
    }

    private async Task WorkAsync()
    {
        await new ScorePass(IsDone, Found, DoAsync, _request.Execution.Jobs).RunAsync(Shard(), _halt.Token).ConfigureAwait(false);
        await WaitForOthersAsync().ConfigureAwait(false);
    }

    // Others may die over what they hold, or let go of it.
    private async Task WaitForOthersAsync()
    {
        var waited = Stopwatch.StartNew();
        TimeSpan quarter = _request.Execution.ClaimExpiry / 4, poll = quarter < LongestPoll ? quarter : LongestPoll;
        while (!_held.IsEmpty && !_halt.IsCancellationRequested && waited.Elapsed < _request.Execution.Wait)
        {
            List<ManifestItem> round = [];
            while (_held.TryDequeue(out ManifestItem? item))
            {
                round.Add(item);
            }

            await new ScorePass(IsDone, Found, DoAsync, _request.Execution.Jobs).RunAsync(round, _halt.Token).ConfigureAwait(false);
            if (_held.Count < round.Count)
            {
                waited.Restart();
            }
            else
            {
                await Task.Delay(poll, _halt.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    private void End(ItemEnd end)
    {
        // What the journals have already would only make them longer at every run.
        if (end.Outcome != ItemOutcome.Already || !_journaled.Contains(end.Id))
        {
            Note(new JournalEntry { At = DateTimeOffset.UtcNow, Item = end });
        }

        _tally.End(end);
    }

    private void Note(JournalEntry entry) => _journal.Write(entry);

    private void Stop(DiskFullException reason)
    {
        _diskFull ??= reason;
        _halt.Cancel();
    }

    private ScoreSummary Summary(RunEnding ending)
    {
        (int done, int already, int failed, int retries, long pixels) = _tally.Counts;
        return new ScoreSummary
        {
            Folder = _folder.Path, Items = _items, Shard = _request.Shard.ToString(), ShardItems = _shardItems, Done = done, Already = already, Failed = failed, Retries = retries,
            Ending = ending, Pixels = pixels, Seconds = Math.Round(_tally.Elapsed.TotalSeconds, 3), Notes = [.. _notes, .. _diskFull is null ? Array.Empty<string>() : [_diskFull.Message]],
        };
    }
}
