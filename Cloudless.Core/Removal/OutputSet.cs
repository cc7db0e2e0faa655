using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>The outputs of a job: checked together before any work, staged beside their places, and put in place together.</summary>
/// <remarks>
/// Every output is complete under its temporary name, durable and checked before the first one is renamed, so a full disk, an error or
/// cancellation leaves all earlier files as they were. What remains is the time of the renames: a crash, or a file system that refuses one, then leaves
/// the first outputs new and the others as they were. The outputs are renamed in the order given, so one that tells of the others comes last.
/// </remarks>
internal sealed class OutputSet : IDisposable
{
    private readonly List<(string Role, AtomicFile File, string Path)> _files = [];

    private OutputSet()
    {
    }

    /// <summary>Checks all outputs and opens their temporary files.</summary>
    /// <param name="outputs">Role and path; those without a path are left out.</param>
    /// <param name="inputs">Paths that must not be written to.</param>
    /// <param name="overwrite">Whether files that exist are replaced.</param>
    /// <exception cref="OutputExistsException">An output exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">An output is an input, two outputs are one file, or a folder is missing.</exception>
    public static OutputSet Open(IEnumerable<(string Role, string? Path)> outputs, IEnumerable<string?> inputs, bool overwrite)
    {
        var wanted = outputs.Where(o => o.Path is not null).Select(o => (o.Role, Path: o.Path!)).ToList();
        RequireDistinct(wanted, inputs);
        var set = new OutputSet();
        try
        {
            foreach ((string role, string path) in wanted)
            {
                set._files.Add((role, AtomicFile.Create(path, overwrite), path));
            }

            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Whether an output is wanted.</summary>
    public bool Wants(string role) => _files.Exists(f => f.Role == role);

    /// <summary>The temporary name of an output; null where it is not wanted.</summary>
    public string? PlaceOf(string role) => Wants(role) ? _files.Find(f => f.Role == role).File.TemporaryPath : null;

    /// <summary>Lets an output be written under its temporary name, if it is wanted; errors name its place, not that name.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Write(string role, Action<string> write)
    {
        if (!Wants(role))
        {
            return;
        }

        AtomicFile file = _files.Find(f => f.Role == role).File;
        try
        {
            WriteTogether(place => write(place(role)!));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.WriteFailed(file.Path, Named(e, file), e);
        }
    }

    /// <summary>Lets outputs be written side by side, e.g. strip by strip, as <see cref="Write"/> does one.</summary>
    /// <param name="write">Gets what tells the temporary name of a role, null where that output is not wanted.</param>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void WriteTogether(Action<Func<string, string?>> write)
    {
        try
        {
            write(PlaceOf);
        }
        catch (CloudlessException e) when (_files.Exists(f => Named(e, f.File) != e.Message))
        {
            throw new CloudlessException(Named(e, _files.Find(f => Named(e, f.File) != e.Message).File), e);
        }
    }

    /// <summary>Describes outputs that are staged, under the names they will have, and makes them durable meanwhile.</summary>
    /// <param name="roles">Which; those that are not wanted are left out.</param>
    /// <exception cref="CloudlessException">The disk did not take an output.</exception>
    public IReadOnlyList<ReceiptFile> Describe(params string[] roles)
    {
        var staged = _files.Where(f => roles.Contains(f.Role)).ToList();
        // The disk works while the processor reads the same bytes from memory.
        using var work = new BackgroundWork();
        Task<ReceiptFile>[] files = [.. staged.Select(f => work.Start(() => FileFacts.Of(f.Role, f.Path, f.File.TemporaryPath)))];
        staged.ForEach(f => f.File.Prepare());
        return [.. files.Select(BackgroundWork.Result)];
    }

    /// <summary>Puts every output in its place.</summary>
    /// <exception cref="OutputExistsException">Another program made an output meanwhile and overwriting was not asked for; no output is in place.</exception>
    /// <exception cref="CloudlessException">The file system refused; the message tells what is in place already, if anything is.</exception>
    public void Commit()
    {
        List<AtomicFile> files = [.. _files.Select(f => f.File)];
        files.ForEach(f => f.Prepare());
        for (int i = 0; i < files.Count; i++)
        {
            try
            {
                files[i].Place();
            }
            catch (CloudlessException e) when (i > 0)
            {
                throw new CloudlessException(
                    $"'{files[i].Path}' cannot be put in place: {e.InnerException?.Message} In place already: '{string.Join("', '", files.Take(i).Select(f => f.Path))}'.", e);
            }
        }

        files.ForEach(f => f.DeleteSidecars());
    }

    /// <summary>Deletes what was not put in place.</summary>
    public void Dispose()
    {
        foreach ((_, AtomicFile file, _) in _files)
        {
            file.Dispose();
        }
    }

    // The message with the place of the file instead of its temporary name.
    private static string Named(Exception e, AtomicFile file) => e.Message.Replace(file.TemporaryPath, file.Path, StringComparison.Ordinal);

    private static void RequireDistinct(List<(string Role, string Path)> outputs, IEnumerable<string?> inputs)
    {
        StringComparer comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var taken = new Dictionary<string, string>(comparer);
        foreach (string? input in inputs)
        {
            if (input is not null)
            {
                taken[Resolve(input)] = "an input";
            }
        }

        foreach ((string role, string path) in outputs)
        {
            if (!taken.TryAdd(Resolve(path), $"the output '{role}'"))
            {
                throw new CloudlessException(
                    $"'{path}' is to be the output '{role}' and is {taken[Resolve(path)]} already. Give every output a file of its own.");
            }
        }
    }

    // Links are followed, those of folders too, so that another way to an input is seen as that input.
    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }

        var here = new FileInfo(Path.Combine(Resolve(folder), Path.GetFileName(full)));
        return here.LinkTarget is null ? here.FullName : here.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
