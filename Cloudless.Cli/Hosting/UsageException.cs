namespace Cloudless.Cli.Hosting;

/// <summary>Options that parse one by one but do not go together; ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
