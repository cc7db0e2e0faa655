namespace Cloudless;

/// <summary>Two rasters that must share a grid, size, band count or place do not.</summary>
public sealed class RasterMismatchException : CloudlessException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public RasterMismatchException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
