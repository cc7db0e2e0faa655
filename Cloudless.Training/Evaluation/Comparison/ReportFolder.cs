using Cloudless.Removal;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>The files of a report in a folder: checked before hours of work, put in place together or not at all.</summary>
/// <remarks>Disposal without files removes the folder, if it was made for them. Not thread-safe.</remarks>
public sealed class ReportFolder : IDisposable
{
    private readonly string _path;
    private readonly IReadOnlyList<string> _names;
    private readonly OutputFolder _folder;
    private readonly OutputSet _files;

    private ReportFolder(string path, IReadOnlyList<string> names, OutputFolder folder, OutputSet files) => (_path, _names, _folder, _files) = (path, names, folder, files);

    /// <summary>Where a file is to stand.</summary>
    /// <param name="name">Its name.</param>
    public string PathOf(string name) => Path.Combine(_path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    /// <summary>Makes the folder where it is missing, and sees that the files can be made in it.</summary>
    /// <exception cref="OutputExistsException">One is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made or written.</exception>
    internal static ReportFolder Open(string path, IReadOnlyList<string> names, bool overwrite)
    {
        OutputFolder folder = OutputFolder.Open(path);
        try
        {
            return new ReportFolder(path, names, folder, OutputSet.Open(names.Select(n => (n, (string?)Path.Combine(path, n))), [], overwrite));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes the files in UTF-8, in the order of their names, and puts all of them in place.</summary>
    /// <exception cref="OutputExistsException">Another program made one meanwhile; none is in place.</exception>
    /// <exception cref="CloudlessException">One cannot be written.</exception>
    internal void Write(params IReadOnlyList<string> texts)
    {
        foreach ((string name, string text) in _names.Zip(texts))
        {
            _files.Write(name, path => File.WriteAllText(path, text));
        }

        _files.Commit();
    }
}
