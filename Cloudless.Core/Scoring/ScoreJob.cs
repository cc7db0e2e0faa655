namespace Cloudless.Scoring;

/// <summary>Removes the clouds of all scenes of a manifest, effectively once each, in one process or many.</summary>
/// <remarks>
/// An item is done when its receipt is there; the receipt is written last. A process that is killed at any moment leaves nothing that is wrong, and a run over the same manifest and folder goes on
/// where it was. Safe from several threads and processes on one folder.
/// </remarks>
public static class ScoreJob
{
    /// <summary>Runs one worker.</summary>
    /// <param name="request">Manifest, folder, model and options.</param>
    /// <param name="progress">Told of every item and about each second, by one thread at a time; null for silence.</param>
    /// <param name="stopping">Asks to stop: nothing is begun any more, what is in flight has <see cref="ScoreExecution.Grace"/> to end and is dropped then; what has not
    /// ended five seconds later is left behind in threads of its own, and an end of the process does it no harm.</param>
    /// <returns>What was done; an item that fails is no exception.</returns>
    /// <exception cref="OutputExistsException">The folder holds a run of another model or other options.</exception>
    /// <exception cref="CloudlessException">The manifest is wrong, the model or engine cannot be used, or the folder cannot be written.</exception>
    public static async Task<ScoreSummary> RunAsync(ScoreRequest request, IProgress<ScoreProgress>? progress = null, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Execution.Jobs, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Execution.Attempts, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Execution.Deaths, 1, nameof(request));
        using ScoreRun run = await Task.Run(() => new ScoreRun(request, progress, stopping), CancellationToken.None).ConfigureAwait(false);
        return await run.RunAsync().ConfigureAwait(false);
    }
}
