using System.Diagnostics;

namespace Cloudless.Rasters;

/// <summary>An output file that appears whole or not at all: written under a hidden name beside its place, then renamed.</summary>
/// <remarks>
/// Write to <see cref="TemporaryPath"/>, then <see cref="Commit"/>. Disposal without commit (an error, a cancellation) deletes
/// what was written, and every file whose name begins with the temporary name. Not thread-safe.
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    /// <summary>Characters of a mark.</summary>
    internal const int MarkLength = 12;

    private readonly bool _overwrite;
    private readonly string _mark;
    private bool _done, _durable;

    private AtomicFile(string path, bool overwrite, string? mark)
    {
        Path = System.IO.Path.GetFullPath(path);
        _overwrite = overwrite;
        _mark = mark ?? Guid.NewGuid().ToString("N")[..MarkLength];
        TemporaryPath = System.IO.Path.Combine(
            Folder, $".{System.IO.Path.GetFileNameWithoutExtension(Path)}.{_mark}.tmp{System.IO.Path.GetExtension(Path)}");
    }

    /// <summary>Where the file will appear; absolute.</summary>
    public string Path { get; }

    /// <summary>Where to write: an empty file in the same folder, unique to this object.</summary>
    public string TemporaryPath { get; }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Checks that the output may and can be written, before any work is done.</summary>
    /// <param name="path">Where the file shall appear.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="OutputExistsException">A file is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder does not exist or cannot be written, or the path is a folder.</exception>
    public static AtomicFile Create(string path, bool overwrite) => Create(path, overwrite, mark: null);

    /// <summary>As the public method, with a mark of the caller's own in the temporary name, by which unfinished files can be told to be his.</summary>
    internal static AtomicFile Create(string path, bool overwrite, string? mark)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new AtomicFile(path, overwrite, mark);
        file.CheckTarget();
        Leftovers.Remember(file, file.DeleteLeftovers);
        try
        {
            using var empty = new FileStream(file.TemporaryPath, FileMode.CreateNew);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Leftovers.Forget(file);
            throw new CloudlessException($"'{file.Path}' cannot be written: {e.Message} Choose a folder where files can be made.", e);
        }

        return file;
    }

    /// <summary>Writes a whole file at once.</summary>
    /// <param name="path">Where the file shall appear.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="OutputExistsException">A file is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The file cannot be written, e.g. the disk is full.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> content, bool overwrite) => WriteAllBytes(path, content, overwrite, mark: null);

    /// <summary>As the public method, with a mark as <see cref="Create(string, bool, string?)"/> takes it.</summary>
    internal static void WriteAllBytes(string path, ReadOnlySpan<byte> content, bool overwrite, string? mark)
    {
        using AtomicFile file = Create(path, overwrite, mark);
        try
        {
            File.WriteAllBytes(file.TemporaryPath, content);
        }
        catch (IOException e)
        {
            throw WriteFailed(file.Path, e.Message, e);
        }

        file.Commit();
    }

    /// <summary>Deletes what killed processes left of unfinished versions of a file; only for who knows that nobody writes it now.</summary>
    internal static void DeleteAbandoned(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        string pattern = $".{System.IO.Path.GetFileNameWithoutExtension(path)}.????????????.tmp{System.IO.Path.GetExtension(path)}";
        foreach (string abandoned in Directory.GetFiles(folder, pattern, new EnumerationOptions { AttributesToSkip = 0 }))
        {
            Try(() => File.Delete(abandoned));
        }
    }

    /// <summary>Flushes the file to the disk and puts it in its place in one step; side files of a raster that was there before (.aux.xml, .ovr, .msk) go.</summary>
    /// <exception cref="OutputExistsException">Another program made the output meanwhile and overwriting was not asked for.</exception>
    /// <exception cref="CloudlessException">The file cannot be written, e.g. the disk is full.</exception>
    public void Commit()
    {
        Prepare();
        Place();
        DeleteSidecars();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_done)
        {
            _done = true;
            DeleteLeftovers();
            Leftovers.Forget(this);
        }
    }

    /// <summary>
    /// The first part of <see cref="Commit"/>, all that is likely to fail: makes the file durable and checks its place again. To be called when
    /// the file is whole: what is written afterwards is not made durable any more.
    /// </summary>
    /// <exception cref="OutputExistsException">As <see cref="Commit"/>.</exception>
    /// <exception cref="CloudlessException">As <see cref="Commit"/>.</exception>
    internal void Prepare()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        FaultPoints.Reach("prepare");
        try
        {
            if (!_durable)
            {
                // Only after fsync has the disk said yes to every byte; renaming earlier could leave a torn file after a crash.
                using var stream = new FileStream(TemporaryPath, FileMode.Open, FileAccess.ReadWrite);
                stream.Flush(flushToDisk: true);
                _durable = true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(Path, e.Message, e);
        }

        CheckTarget();
    }

    /// <summary>The second part of <see cref="Commit"/>: renames the file.</summary>
    /// <exception cref="CloudlessException">The file system refused.</exception>
    internal void Place()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        FaultPoints.Reach("place");
        try
        {
            File.Move(TemporaryPath, Path, _overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(Path, e.Message, e);
        }

        _done = true;
        FaultPoints.Reach("placed");
        DeleteLeftovers();
        Leftovers.Forget(this);
    }

    /// <summary>The last part of <see cref="Commit"/>: deletes side files of a raster that was replaced; GDAL would take them for the new one's.</summary>
    /// <exception cref="CloudlessException">One cannot be deleted.</exception>
    internal void DeleteSidecars()
    {
        foreach (string suffix in (string[])[".aux.xml", ".ovr", ".msk"])
        {
            try
            {
                File.Delete(Path + suffix);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CloudlessException(
                    $"'{Path}' was written, but '{Path + suffix}', which belongs to the file that was there before, cannot be deleted: {e.Message} Delete it.", e);
            }
        }
    }

    /// <summary>The error of a write that failed in the middle.</summary>
    internal static CloudlessException WriteFailed(string path, string reason, Exception? cause = null) =>
        new($"'{path}' could not be written: {reason} Is the disk full? Nothing was left behind; free space or choose another folder.", cause);

    // /dev/null, /dev/stdout and their like; /dev/shm is a file system of files.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private void CheckTarget()
    {
        if (Directory.Exists(Path))
        {
            throw new CloudlessException($"'{Path}' is a folder. Name a file in it.");
        }

        if (IsDevice(Path) && File.Exists(Path))
        {
            throw new CloudlessException($"'{Path}' is a device, which a file would replace for all programs. Name a file; results that are not wanted need not be asked for.");
        }

        if (!Directory.Exists(Folder))
        {
            throw new CloudlessException($"The folder '{Folder}' does not exist. Make it first, or choose another.");
        }

        if (!_overwrite && File.Exists(Path))
        {
            throw new OutputExistsException($"'{Path}' exists already. Choose another name, or ask for overwriting (--overwrite).");
        }
    }

    // GDAL may put side files (.aux.xml, .ovr.tmp) beside the temporary one; all carry the unique mark.
    private void DeleteLeftovers() => Try(() =>
    {
        foreach (string leftover in Directory.GetFiles(Folder, $"*.{_mark}.*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            Try(() => File.Delete(leftover));
        }
    });

    // Cleaning up mostly follows an error (the disk was unplugged, the folder is gone), which an error of the cleaning must not hide.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Trace.TraceWarning($"A temporary file may be left: {e.Message}");
        }
    }
}
