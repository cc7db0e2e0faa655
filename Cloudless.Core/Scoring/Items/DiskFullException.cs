namespace Cloudless.Scoring;

/// <summary>The disk is full, or will be with one more item; ends a run before it harms others.</summary>
internal sealed class DiskFullException(string message, Exception? innerException = null) : CloudlessException(message, innerException);
