namespace Cloudless;

/// <summary>A file is not an image, or not a product that Cloudless can read.</summary>
public sealed class UnsupportedProductException : CloudlessException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public UnsupportedProductException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
