namespace Cloudless.Training.Logs;

/// <summary>Errors of log files.</summary>
internal static class LogFiles
{
    /// <summary>Does what may fail on a full or missing disk.</summary>
    /// <exception cref="CloudlessException">It failed; the message names the file.</exception>
    public static T Try<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the log cannot be written: {e.Message} Is the disk full, or another training writing there? Then resume the training from its checkpoint.", e);
        }
    }
}
