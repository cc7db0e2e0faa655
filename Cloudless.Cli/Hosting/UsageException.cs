namespace Cloudless.Cli.Hosting;

/// <summary>Options that parse one by one but do not go together; ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>As one, without the name of the member, which the user has not typed.</summary>
    public static UsageException Of(ArgumentException error) =>
        new(error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal));
}
