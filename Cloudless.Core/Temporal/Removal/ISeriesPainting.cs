using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>How a method paints a series that is larger than memory: window by window, on several threads.</summary>
internal interface ISeriesPainting
{
    /// <summary>Side of the windows in pixels. Methods that look at a whole window at once give other images for other sides.</summary>
    int Side { get; }

    /// <summary>Bytes that a window takes while it is painted.</summary>
    long WindowBytes { get; }

    /// <summary>What the user should know, once all is painted.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Finds out what has to be known of the whole series.</summary>
    void Begin(int threads, CancellationToken cancellation);

    /// <summary>Paints a window. Thread-safe, each thread with a reader of its own.</summary>
    /// <param name="reader">This thread's.</param>
    /// <param name="window">Which pixels.</param>
    /// <param name="dates">Indices of the dates whose images are wanted, one at least.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>[13,h,w] for each, signed DN, finite.</returns>
    IReadOnlyList<Raster<float>> Paint(ISeriesReader reader, Window window, IReadOnlyList<int> dates, CancellationToken cancellation);
}
