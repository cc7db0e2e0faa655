using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Scoring;

namespace Cloudless.Cli.Output;

/// <summary>Runs of <c>score</c> in words.</summary>
internal static class ScoreText
{
    public static void Write(CliInvocation invocation, ScoreSummary summary)
    {
        string part = summary.ShardItems == summary.Items ? "" : Invariant($" (shard {summary.Shard} of {summary.Items:N0})");
        invocation.Result(Invariant($"{summary.ShardItems:N0} items{part}: {summary.Done:N0} done, {summary.Already:N0} were done, {summary.Failed:N0} failed, {summary.Left:N0} left"));
        invocation.Result(Invariant($"time: {Time(summary.Seconds)}, {summary.Pixels / 1e6:0.#} megapixels, {summary.Retries} attempts repeated"));
        invocation.Result(summary.Ending switch
        {
            RunEnding.Complete when summary.Failed > 0 => $"failed items: {Path.Combine(summary.Folder, "failed.jsonl")}",
            RunEnding.Complete => $"folder: {summary.Folder}",
            RunEnding.Stopped => "stopped before the end: run again to go on",
            RunEnding.DiskFull => "the disk is full: free space and run again to go on",
            _ => "others still work on the last items: run again to be sure of them",
        });
    }

    public static void Write(CliInvocation invocation, RunStatus status)
    {
        invocation.Result(Invariant($"{status.Items:N0} items: {status.Done:N0} done, {status.Failed:N0} failed, {status.Running:N0} in flight, {status.Left - status.Running:N0} waiting"));
        invocation.Result(Invariant($"pace: {status.ItemsPerHour:0.#} items an hour, {status.PixelsPerSecond / 1e6:0.##} megapixels a second, {Left(status)}"));
        invocation.Result($"model: {status.Model}");
        foreach (WorkerStatus worker in status.Workers)
        {
            string state = worker.State == WorkerState.Ended ? $"ended ({worker.Ending})" : worker.State.ToString().ToLowerInvariant();
            string running = worker.Running.Count == 0 ? "" : $", in flight: {string.Join(", ", worker.Running)}";
            invocation.Result(Invariant($"worker {worker.Name}: {state}, shard {worker.Shard}, {worker.Done:N0} done, {worker.Failed:N0} failed, last sign {worker.LastSign:u}{running}"));
        }
    }

    /// <summary>A time in two units, e.g. 3 h 12 min.</summary>
    public static string Time(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(seconds);
        return time.TotalDays >= 1 ? Invariant($"{(int)time.TotalDays} d {time.Hours} h")
            : time.TotalHours >= 1 ? Invariant($"{time.Hours} h {time.Minutes} min")
            : time.TotalMinutes >= 1 ? Invariant($"{time.Minutes} min {time.Seconds} s")
            : Invariant($"{seconds:0.0} s");
    }

    private static string Left(RunStatus status) => status.SecondsLeft is { } left ? $"{Time(left)} left"
        : status.Left == 0 ? "nothing left" : "nobody works at it";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
