namespace Cloudless;

/// <summary>A model file breaks the Cloudless model contract (docs/design.md).</summary>
public sealed class ModelContractException : CloudlessException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public ModelContractException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
