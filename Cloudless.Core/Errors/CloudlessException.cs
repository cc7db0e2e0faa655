namespace Cloudless;

/// <summary>Base of every error Cloudless raises about data, models and files. Argument errors are the framework's own.</summary>
/// <remarks>A message names the file, band or window, what was found, what was expected and what to do.</remarks>
public class CloudlessException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public CloudlessException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
