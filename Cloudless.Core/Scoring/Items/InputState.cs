using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>Size and time of an item's files before it is read, to see that they are the same behind.</summary>
internal sealed class InputState
{
    private readonly List<(string Path, long Bytes, DateTime Modified)> _files;

    private InputState(List<(string Path, long Bytes, DateTime Modified)> files) => _files = files;

    /// <summary>Looks at the files that an item names; folders and virtual paths are left out.</summary>
    public static InputState Of(ManifestItem item) =>
        new([.. new[] { item.S2 }.Concat(item.S1).Select(p => new FileInfo(p)).Where(f => f.Exists).Select(f => (f.FullName, f.Length, f.LastWriteTimeUtc))]);

    /// <summary>Looks again.</summary>
    /// <param name="item">The item.</param>
    /// <param name="read">The files read, as they were found while they were.</param>
    /// <exception cref="InputChangedException">One has changed.</exception>
    public void RequireUnchanged(ManifestItem item, IReadOnlyList<ReceiptFile> read)
    {
        IEnumerable<(string Path, long Bytes, DateTime Modified)> found = read.Where(f => f is { Bytes: not null, Modified: not null }).Select(f => (f.Path, f.Bytes!.Value, f.Modified!.Value.UtcDateTime));
        foreach ((string path, long bytes, DateTime modified) in _files.Concat(found))
        {
            var now = new FileInfo(path);
            if (!now.Exists || now.Length != bytes || now.LastWriteTimeUtc != modified)
            {
                throw new InputChangedException($"'{path}' changed while item '{item.Id}' was read. Run again when it is whole.");
            }
        }
    }
}
