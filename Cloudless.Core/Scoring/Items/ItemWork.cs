using System.Diagnostics;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;

namespace Cloudless.Scoring;

/// <summary>Does items, each from its claim to its receipt, with as many attempts as it is given.</summary>
/// <remarks>Safe from any thread; holds no state of an item.</remarks>
/// <param name="request">The run.</param>
/// <param name="folder">Its folder.</param>
/// <param name="worker">This worker.</param>
/// <param name="receipts">Its receipts.</param>
/// <param name="disk">Its disk.</param>
internal sealed class ItemWork(ScoreRequest request, RunFolder folder, WorkerName worker, ReceiptStore receipts, DiskReserve disk)
{
    /// <summary>Settings of an item.</summary>
    public static ItemSettings Settings(ScoreRequest request, ManifestItem item, string modelSha256) =>
        ItemSettings.Of(modelSha256, request, ItemPlan.Of(request, item.Options));

    /// <summary>Does an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="claim">Held by the caller.</param>
    /// <param name="remover">Model and engine.</param>
    /// <param name="retried">Told of every attempt behind the first.</param>
    /// <param name="abort">Ends the work in the middle.</param>
    /// <returns>What became of it; null where the claim was lost to another worker, who does the item.</returns>
    /// <exception cref="DiskFullException">There is no space for it.</exception>
    /// <exception cref="OperationCanceledException">It was dropped; nothing of it is left.</exception>
    public async Task<ItemEnd?> RunAsync(ManifestItem item, Claim claim, CloudRemover remover, Action retried, CancellationToken abort)
    {
        using Activity? activity = ScoringTelemetry.Activities.StartActivity("score item");
        activity?.SetTag("cloudless.item", item.Id);
        if (claim.Deaths >= request.Execution.Deaths)
        {
            return Failed(item, 0, $"{claim.Deaths} processes died over this item, and no more are tried (--max-deaths). Look for the cause (memory? a damaged file?) and run again.");
        }

        for (int attempt = 1; ; attempt++)
        {
            long bytes = 0;
            try
            {
                ItemEnd? end = await AttemptAsync(item, claim, remover, attempt, b => bytes = b, abort).ConfigureAwait(false);
                activity?.SetTag("cloudless.attempts", attempt);
                return end;
            }
            catch (Exception e) when (e is not (OperationCanceledException or DiskFullException))
            {
                // Who lost the claim sees its files taken away under its hands; that is no error of the item.
                if (!claim.IsMine())
                {
                    return null;
                }

                if (TransientErrors.IsDiskFull(e) || (bytes > 0 && disk.IsShortOf(bytes)))
                {
                    throw new DiskFullException($"The disk of '{folder.Path}' is full: {e.Message} Item '{item.Id}' left nothing behind. Free space and run again.", e);
                }

                if (attempt >= request.Execution.Attempts || !(TransientErrors.MayPass(e) || IsOfOutputs(e, item)))
                {
                    activity?.SetStatus(ActivityStatusCode.Error, e.Message);
                    return Failed(item, attempt, e is CloudlessException or IOException or UnauthorizedAccessException ? e.Message : $"{e.GetType().Name}: {e.Message}");
                }
            }

            retried();
            await Task.Delay(Backoff.After(request.Execution.RetryWait, attempt, Random.Shared.NextDouble()), abort).ConfigureAwait(false);
        }
    }

    private async Task<ItemEnd?> AttemptAsync(ManifestItem item, Claim claim, CloudRemover shared, int attempt, Action<long> estimated, CancellationToken abort)
    {
        long start = Stopwatch.GetTimestamp(), bytes;
        FaultPoints.Reach("attempt");
        ItemPlan plan = ItemPlan.Of(request, item.Options);
        using (OpticalSource source = OpticalSource.Open(item.S2, plan.Source))
        {
            bytes = DiskReserve.Estimate(SceneArea.Crop(source.Profile, SceneArea.Find(source.Profile, source.Name, plan.Bounds, null)), request);
        }

        using DiskReserve.Space space = await disk.SetAsideAsync(bytes, abort).ConfigureAwait(false)
            ?? throw new DiskFullException(FormattableString.Invariant(
                $"The disk of '{folder.Path}' has {disk.Free / 1e6:N0} MB free; item '{item.Id}' takes up to {bytes / 1e6:N0} MB while others are under way, and {request.Execution.Reserve / 1e6:N0} MB stay free (--reserve). Free space and run again."));
        estimated(bytes);
        if (!claim.IsMine())
        {
            return null;
        }

        receipts.Clear(item.Id);
        InputState before = InputState.Of(item);
        using CloudRemover remover = shared.With(plan.Options, shared.Execution with { Threads = Threads(shared) });
        RemovalReceipt removal = await Remove(item, plan, remover, abort).ConfigureAwait(false);
        before.RequireUnchanged(item, removal.Inputs);
        FaultPoints.Reach("outputs-placed");
        if (!claim.IsMine())
        {
            return null;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using (ScoringTelemetry.Activities.StartActivity("receipt"))
        {
            receipts.Write(Receipt(item, claim, remover, removal, attempt, seconds));
        }

        Measure(removal, seconds);
        RemovalStatistics statistics = removal.Statistics;
        return new ItemEnd
        {
            Id = item.Id, Outcome = ItemOutcome.Done, Attempts = attempt, Seconds = Math.Round(seconds, 3), Pixels = statistics.DataPixels + statistics.NoDataPixels,
            Bytes = removal.Outputs.Sum(f => f.Bytes ?? 0), Changed = Math.Round(statistics.ChangedPercent, 2),
        };
    }

    // Not the scene's fault, then; and a worker that was taken for dead and wakes up may have swept away what this one was writing.
    private bool IsOfOutputs(Exception error, ManifestItem item) => error.Message.Contains(folder.Item(item.Id) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // A thread of its own: reading and writing block it, and the pool has others to serve.
    private async Task<RemovalReceipt> Remove(ManifestItem item, ItemPlan plan, CloudRemover remover, CancellationToken abort)
    {
        using Activity? activity = ScoringTelemetry.Activities.StartActivity("remove");
        FaultPoints.Reach("remove");
        RemovalRequest removal = Request(item, plan, remover);
        return await Task.Factory.StartNew(() => RemovalJob.Run(removal, remover, null, abort), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private RemovalRequest Request(ManifestItem item, ItemPlan plan, CloudRemover remover)
    {
        string? Place(string role, bool wanted) => wanted ? Path.Combine(folder.Item(item.Id), RunFolder.FileName(item.Id, role)) : null;
        return new RemovalRequest
        {
            OpticalPath = item.S2,
            Source = plan.Source,
            Bounds = plan.Bounds,
            SarPath = item.S1.FirstOrDefault(),
            OtherSarPaths = [.. item.S1.Skip(1)],
            OutputPath = Place(ScoreOutputs.Image, wanted: true)!,
            MaskPath = Place(ScoreOutputs.MaskRole, request.Outputs.Mask),
            WeightPath = Place(ScoreOutputs.WeightRole, request.Outputs.Weight),
            QuicklookPath = Place(ScoreOutputs.Quicklook, request.Outputs.Pictures),
            Overwrite = true,
            Layout = request.Layout with { Threads = remover.Execution.Threads },
            Execution = remover.Execution,
            Options = remover.Options,
        };
    }

    private ItemReceipt Receipt(ManifestItem item, Claim claim, CloudRemover remover, RemovalReceipt removal, int attempt, double seconds) => new()
    {
        Id = item.Id,
        Key = Settings(request, item, remover.Model.Sha256).Key,
        S2 = item.S2,
        S1 = item.S1,
        Inputs = removal.Inputs,
        Outputs = [.. removal.Outputs.Select(f => f with { Path = Path.GetFileName(f.Path) })],
        CloudlessVersion = removal.CloudlessVersion,
        Attempts = attempt,
        Deaths = claim.Deaths,
        Worker = worker.Name,
        Finished = DateTimeOffset.UtcNow,
        Seconds = seconds,
        Removal = removal,
    };

    // The engine has all threads; what the items in flight do beside it shares them out.
    private int Threads(CloudRemover shared) => Math.Max(1, shared.Execution.ResolvedThreads / request.Execution.Jobs);

    private static ItemEnd Failed(ManifestItem item, int attempts, string error) =>
        new() { Id = item.Id, Outcome = ItemOutcome.Failed, Attempts = attempts, Of = item, Error = error };

    private static void Measure(RemovalReceipt removal, double seconds)
    {
        ScoringTelemetry.ItemSeconds.Record(seconds);
        ScoringTelemetry.Pixels.Add(removal.Statistics.DataPixels + removal.Statistics.NoDataPixels);
        foreach ((string stage, double time) in removal.Seconds)
        {
            ScoringTelemetry.StageSeconds.Record(time, new KeyValuePair<string, object?>("stage", stage));
        }
    }
}
