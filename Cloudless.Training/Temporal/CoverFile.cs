using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloudless.Rasters;

namespace Cloudless.Training.Temporal;

/// <summary>The cloud covers of a region of interest as a file: what an image was when it was looked at, and its cover.</summary>
internal sealed class CoverFile
{
    private const string Header = "file,bytes,modified,cover";

    private readonly string _path, _region, _key;
    private readonly Dictionary<string, Row> _rows;

    private CoverFile(string path, string region, string key, Dictionary<string, Row> rows) => (_path, _region, _key, _rows) = (path, region, key, rows);

    private string FirstLine => $"# cloud covers by Cloudless; detector: {_key}";

    /// <summary>Where the table of a region lies.</summary>
    /// <param name="region">Folder of the region of interest.</param>
    /// <param name="folder">Folder of all tables; null for the region's own.</param>
    /// <param name="key">What the covers depend on beside the images.</param>
    public static string PlaceOf(string region, string? folder, string key)
    {
        string mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8];
        return folder is null
            ? Path.Combine(region, $"cloudless-cover-{mark}.csv")
            : Path.Combine(folder, $"{Path.GetFileName(Path.GetDirectoryName(region))}_{Path.GetFileName(region)}-cover-{mark}.csv");
    }

    /// <summary>Reads a table; an empty one where there is none, or one that is damaged or another detector's: such covers are computed anew.</summary>
    public static CoverFile Read(string path, string region, string key)
    {
        var table = new CoverFile(path, region, key, []);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length < 2 || lines[0] != table.FirstLine || lines[1] != Header)
        {
            return table;
        }

        foreach (string line in lines.Skip(2))
        {
            string[] cells = line.Split(',');
            if (cells.Length == 4
                && long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
                && long.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out long modified)
                && double.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out double cover) && cover is >= 0 and <= 1)
            {
                table._rows[cells[0]] = new Row(bytes, modified, cover);
            }
        }

        return table;
    }

    /// <summary>The cover of an image; null where the table has none, or the image has changed since.</summary>
    public double? Find(string path) =>
        _rows.TryGetValue(NameOf(path), out Row? row) && row == RowOf(path, row.Cover) ? row.Cover : null;

    /// <summary>Adds covers and writes the table, whole or not at all.</summary>
    /// <exception cref="CloudlessException">It cannot be written.</exception>
    public void Write(IReadOnlyList<(string Path, double Cover)> covers)
    {
        foreach ((string path, double cover) in covers)
        {
            _rows[NameOf(path)] = RowOf(path, cover);
        }

        var text = new StringBuilder(FirstLine).Append('\n').Append(Header).Append('\n');
        foreach ((string name, Row row) in _rows.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name},{row.Bytes},{row.Modified},{row.Cover:R}\n");
        }

        AtomicFile.WriteAllBytes(_path, Encoding.UTF8.GetBytes(text.ToString()), overwrite: true);
    }

    private string NameOf(string path) => Path.GetRelativePath(_region, Path.GetFullPath(path)).Replace('\\', '/');

    private static Row RowOf(string path, double cover)
    {
        var file = new FileInfo(path);
        return new Row(file.Length, file.LastWriteTimeUtc.Ticks, cover);
    }

    private sealed record Row(long Bytes, long Modified, double Cover);
}
