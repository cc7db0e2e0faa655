namespace Cloudless;

/// <summary>An output is already there and overwriting was not asked for; nothing was done.</summary>
public sealed class OutputExistsException : CloudlessException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public OutputExistsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
