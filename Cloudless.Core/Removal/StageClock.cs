using System.Diagnostics;

namespace Cloudless.Removal;

/// <summary>Announces the stages of a job, times them, and stops between them where cancellation was asked for.</summary>
internal sealed class StageClock(IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
{
    private readonly OrderedDictionary<string, double> _seconds = [];

    /// <summary>When the clock was made.</summary>
    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>Seconds by stage, in the order of work. What a later stage needs and is ready when that begins counts where it was waited for, so the sum is the job's time.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Does a stage's work.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was asked for before the stage.</exception>
    public TResult Run<TResult>(string stage, Func<TResult> work)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new RemovalProgress(stage, 0, 1));
        long start = Stopwatch.GetTimestamp();
        TResult result = work();
        _seconds[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        progress?.Report(new RemovalProgress(stage, 1, 1));
        return result;
    }
}
