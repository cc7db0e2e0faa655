namespace Cloudless.Scoring;

/// <summary>Reads manifests as a stream: JSON Lines, or CSV with a header. Paths that are not full are taken from the manifest's folder.</summary>
/// <remarks>Which of both a file is, its extension says (<c>.jsonl</c>, <c>.ndjson</c>, <c>.csv</c>), else its first character. Empty lines are passed over.</remarks>
public static class ManifestReader
{
    /// <summary>Reads the items in their order, one at a time.</summary>
    /// <param name="path">The manifest.</param>
    /// <exception cref="CloudlessException">It cannot be read, or a line is wrong; the message tells which and why.</exception>
    public static IEnumerable<ManifestItem> Read(string path) => ReadLines(path).Select(l => l.Item);

    /// <summary>Reads the whole manifest, checks every line and that each id comes once.</summary>
    /// <param name="path">The manifest.</param>
    /// <returns>Number of items, at least one.</returns>
    /// <exception cref="CloudlessException">As for <see cref="Read"/>; or an id comes twice, or there is no item.</exception>
    public static int Check(string path)
    {
        var ids = new ItemIds();
        foreach ((ManifestItem item, int line) in ReadLines(path))
        {
            if (ids.Add(item.Id, line) is var earlier and > 0)
            {
                throw Wrong(path, line, $"the id '{item.Id}' stands in line {earlier} already (capitals do not tell ids apart). Give each item an id of its own.");
            }
        }

        return ids.Count > 0 ? ids.Count : throw new CloudlessException($"'{path}' holds no item. Write one per line, or make a manifest by 'cloudless manifest'.");
    }

    private static IEnumerable<(ManifestItem Item, int Line)> ReadLines(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using StreamReader reader = Open(path);
        IReadOnlyList<string>? columns = null;
        bool? csv = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => true,
            ".JSONL" or ".NDJSON" => false,
            _ => null,
        };
        int number = 0;
        while (Next(reader, path) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            csv ??= line.TrimStart()[0] is not ('{' or '[');
            ManifestItem item;
            try
            {
                if (csv.Value && columns is null)
                {
                    columns = ManifestLine.Header(line);
                    continue;
                }

                item = columns is null ? ManifestLine.OfJson(line) : ManifestLine.OfCsv(columns, line);
            }
            catch (FormatException e)
            {
                throw Wrong(path, number, e.Message);
            }

            yield return (item with { S2 = Full(folder, item.S2), S1 = [.. item.S1.Select(s => Full(folder, s))] }, number);
        }
    }

    private static string Full(string folder, string path) =>
        path.StartsWith("/vsi", StringComparison.Ordinal) || path.Contains("://", StringComparison.Ordinal) ? path : Path.GetFullPath(path, folder);

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"The manifest '{path}' cannot be read: {e.Message}", e);
        }
    }

    private static string? Next(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException e)
        {
            throw new CloudlessException($"The manifest '{path}' cannot be read to its end: {e.Message}", e);
        }
    }

    private static CloudlessException Wrong(string path, int line, string problem) => new($"'{path}', line {line}: {problem}");
}
