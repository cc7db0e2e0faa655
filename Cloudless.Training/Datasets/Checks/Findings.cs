using System.Collections.Concurrent;

namespace Cloudless.Training.Datasets.Checks;

/// <summary>Gathers, from several threads, what is wrong with files, sorted by kind and each file once.</summary>
internal sealed class Findings
{
    private readonly ConcurrentDictionary<string, string> _broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _bands = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _mismatched = new(StringComparer.Ordinal);

    /// <summary>Files that cannot be read, by name.</summary>
    public IReadOnlyList<BrokenFile> Broken => Sorted(_broken);

    /// <summary>Files with other bands than they must have, by name.</summary>
    public IReadOnlyList<BrokenFile> WrongBands => Sorted(_bands);

    /// <summary>What does not fit together or is in the wrong unit, by name.</summary>
    public IReadOnlyList<BrokenFile> Mismatched => Sorted(_mismatched);

    /// <summary>Whether something is wrong with a file.</summary>
    public bool Has(string? path) => path is not null && (_broken.ContainsKey(path) || _bands.ContainsKey(path) || _mismatched.ContainsKey(path));

    /// <summary>Runs what reads a file or compares files; its errors become findings.</summary>
    /// <param name="name">The file, or the patch whose files are compared.</param>
    /// <param name="read">Reads.</param>
    /// <returns>What was read; null after an error.</returns>
    public T? Try<T>(string name, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (BandMissingException e)
        {
            _bands.TryAdd(name, e.Message);
        }
        catch (RasterMismatchException e)
        {
            _mismatched.TryAdd(name, e.Message);
        }
        catch (CloudlessException e)
        {
            _broken.TryAdd(name, e.Message);
        }

        return null;
    }

    private static BrokenFile[] Sorted(ConcurrentDictionary<string, string> findings) =>
        [.. findings.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new BrokenFile(f.Key, f.Value))];
}
