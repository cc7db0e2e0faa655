using Cloudless.Training.Logs;

namespace Cloudless.Training.Runs;

/// <summary>Keeps the folder of a training for one process.</summary>
internal static class RunLock
{
    /// <summary>Takes a folder, made where missing, until what is given back is disposed of.</summary>
    /// <exception cref="CloudlessException">It cannot be written, or another training is running in it.</exception>
    public static FileStream Take(string folder) => LogFiles.Try(folder, () =>
    {
        Directory.CreateDirectory(folder);
        return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    });
}
