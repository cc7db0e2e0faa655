using System.Globalization;
using System.Text;
using Cloudless.Rasters;

namespace Cloudless.Training.Datasets;

/// <summary>Cloud covers of patches as a file: source, id, share of cloud pixels in the cloudy image (empty without one) and in the cloud-free image.</summary>
internal sealed class CoverTable
{
    private const string Header = "source,id,cloudy,clear";
    private readonly Dictionary<(string Source, string Id), (double? Cloudy, double Clear)> _rows;

    /// <summary>A table of covers that were computed.</summary>
    public CoverTable(IEnumerable<(PatchItem Item, double? Cloudy, double Clear)> rows) =>
        _rows = rows.ToDictionary(r => (r.Item.Source, r.Item.Id), r => (r.Cloudy, r.Clear));

    private CoverTable(Dictionary<(string, string), (double?, double)> rows) => _rows = rows;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CloudlessException">It cannot be read, or a row has another shape.</exception>
    public static CoverTable Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the table of cloud covers cannot be read: {e.Message}", e);
        }

        var rows = new Dictionary<(string, string), (double?, double)>();
        for (int i = 0; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            double? cloudy = null, clear = null;
            bool whole = i == 0
                ? lines[i] == Header
                : cells.Length == 4 && (cells[2].Length == 0 || (cloudy = Share(cells[2])) is not null) && (clear = Share(cells[3])) is not null;
            if (!whole)
            {
                throw new CloudlessException($"{path}, line {i + 1}: found '{lines[i]}', expected {(i == 0 ? $"the header {Header}" : "source, id and two shares in 0..1")}. Make the table anew with 'cloudless dataset check DIR --covers FILE'.");
            }

            if (i > 0)
            {
                rows[(cells[0], cells[1])] = (cloudy, clear!.Value);
            }
        }

        return new CoverTable(rows);
    }

    /// <summary>The same items with the covers that the table knows.</summary>
    public IReadOnlyList<PatchItem> ApplyTo(IReadOnlyList<PatchItem> items) =>
        [.. items.Select(i => _rows.TryGetValue((i.Source, i.Id), out (double? Cloudy, double Clear) row) ? i with { CloudCover = row.Cloudy, TargetCover = row.Clear } : i)];

    /// <summary>Writes a file, whole or not at all.</summary>
    public void Write(string path, bool overwrite)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (((string source, string id), (double? cloudy, double clear)) in _rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{source},{id},{cloudy:0.######},{clear:0.######}\n");
        }

        AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(text.ToString()), overwrite);
    }

    private static double? Share(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1 ? value : null;
}
