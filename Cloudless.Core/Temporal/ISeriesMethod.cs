namespace Cloudless.Temporal;

/// <summary>One way to take the clouds out of a series of images.</summary>
public interface ISeriesMethod
{
    /// <summary>The method's name in tables, receipts and on the command line, e.g. <c>mosaic</c>.</summary>
    string Name { get; }

    /// <summary>Makes cloud-free images.</summary>
    /// <param name="series">Dates of one place.</param>
    /// <param name="target">Which image is wanted.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>One image, or one for each date of the series.</returns>
    /// <exception cref="CloudlessException">The method cannot be applied to this series; the message says what it needs.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signaled.</exception>
    /// <remarks>Thread-safe. The same series gives the same bits, whatever the number of threads, unless the method says that it cannot promise it.</remarks>
    SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation);
}
