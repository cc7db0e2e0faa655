namespace Cloudless;

/// <summary>A band that the operation needs is not in the image.</summary>
public sealed class BandMissingException : CloudlessException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public BandMissingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
