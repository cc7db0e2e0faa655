namespace Cloudless.Setup;

/// <summary>Something that setting up cannot do without is missing; the message says what to do.</summary>
public sealed class SetupException(string message) : Exception(message);
