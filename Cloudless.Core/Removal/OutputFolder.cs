using System.Diagnostics;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>The folder of a job's outputs: made where it is missing, and removed again, with the folders above it that were made too, where nothing came of it.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly IReadOnlyList<string> _made;

    private OutputFolder(IReadOnlyList<string> made) => _made = made;

    /// <summary>Makes the folder, unless it is there.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CloudlessException">It cannot be made.</exception>
    public static OutputFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var missing = new List<string>();
        for (string? folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing.Add(folder);
        }

        var made = new OutputFolder(missing);
        Leftovers.Remember(made, made.Remove);
        try
        {
            Directory.CreateDirectory(path);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            made.Dispose();
            throw new CloudlessException($"The folder '{path}' cannot be made: {e.Message} Choose another one.", e);
        }
    }

    /// <summary>Removes what was made and is empty.</summary>
    public void Dispose()
    {
        Remove();
        Leftovers.Forget(this);
    }

    private void Remove()
    {
        try
        {
            // From within: one that holds something ends it.
            foreach (string folder in _made.SkipWhile(f => !Directory.Exists(f)).TakeWhile(f => !Directory.EnumerateFileSystemEntries(f).Any()))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Mostly after an error, which one of the cleaning must not hide.
            Trace.TraceWarning($"An empty folder may be left: {e.Message}");
        }
    }
}
