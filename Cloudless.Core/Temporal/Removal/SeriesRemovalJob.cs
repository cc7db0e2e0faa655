using Cloudless.Removal;

namespace Cloudless.Temporal;

/// <summary>Removes the clouds of a series of scenes into GeoTIFFs.</summary>
/// <remarks>
/// Everything that headers and paths can tell is checked before any work. Each scene is decoded twice: to find its clouds, and to paint. Masks of all dates lie in memory up to
/// 256 MB, else in a temporary file in the folder of the outputs; painting takes a window of all dates per thread, and as many threads as 2 GB allow. Safe from several
/// threads with different folders.
/// </remarks>
public static class SeriesRemovalJob
{
    /// <summary>Runs a job.</summary>
    /// <param name="request">Files, method and options.</param>
    /// <param name="progress">Told of every scene and window; null for silence.</param>
    /// <param name="cancellationToken">Looked at before every window.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">No method has the name asked for, or an option is out of range.</exception>
    /// <exception cref="OutputExistsException">An output exists and overwriting was not asked for.</exception>
    /// <exception cref="RasterMismatchException">Scenes lie on different grids, or the part asked for does not meet them.</exception>
    /// <exception cref="CloudlessException">A file cannot be read or written, the series is too short for the method, has no image of the day wanted, or is nowhere clear.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static SeriesReceipt Run(SeriesRemovalRequest request, IProgress<RemovalProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using SeriesRemovalWork work = SeriesRemovalWork.Open(request, progress, cancellationToken);
        return work.Run();
    }
}
