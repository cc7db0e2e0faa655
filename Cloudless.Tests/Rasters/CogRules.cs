using System.Text;

namespace Cloudless.Tests.Rasters;

/// <summary>
/// What makes a GeoTIFF cloud-optimized, after the OGC standard 21-026 and the file layout that GDAL's COG driver documents: a reader gets all directories with its first
/// request, finds small overviews before large ones, and knows a tile's size from the four bytes before it.
/// </summary>
internal static class CogRules
{
    private const int LargestUntiled = 512, Leader = 4, Trailer = 4;

    /// <summary>What is wrong, a line each; empty for a good file.</summary>
    public static List<string> Broken(string path)
    {
        var file = new TiffBytes(File.ReadAllBytes(path));
        List<TiffDirectory> directories = TiffDirectory.ReadAll(file);
        return [.. Structure(file), .. Directories(file, directories), .. Overviews(directories), .. directories.SelectMany((d, i) => Tiles(file, d, i))];
    }

    // What GDAL says of the layout between header and first directory, for readers that trust it.
    private static IEnumerable<string> Structure(TiffBytes file)
    {
        string area = Encoding.ASCII.GetString(file.Span(file.HeaderEnd, (int)(file.FirstDirectory - file.HeaderEnd)));
        foreach (string line in (string[])
            [
                "GDAL_STRUCTURAL_METADATA_SIZE=", "LAYOUT=IFDS_BEFORE_DATA\n", "BLOCK_ORDER=ROW_MAJOR\n", "BLOCK_LEADER=SIZE_AS_UINT4\n",
                "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n", "KNOWN_INCOMPATIBLE_EDITION=NO\n",
            ])
        {
            if (!area.Contains(line, StringComparison.Ordinal))
            {
                yield return $"the structural metadata lacks {line.TrimEnd()}";
            }
        }
    }

    private static IEnumerable<string> Directories(TiffBytes file, List<TiffDirectory> directories)
    {
        if (directories[0].IsReduced)
        {
            yield return "the first directory is an overview, not the image";
        }

        for (int i = 0; i < directories.Count; i++)
        {
            if (directories[i].Tile.Width == 0 && Math.Max(directories[i].Width, directories[i].Height) > LargestUntiled)
            {
                yield return $"directory {i} has strips, not tiles";
                yield break;
            }

            if (i > 0 && directories[i].Offset < directories[i - 1].Offset)
            {
                yield return $"directory {i} lies before directory {i - 1}";
            }
        }

        if (directories.Max(d => d.End) > directories.Min(d => d.FirstTile))
        {
            yield return "a directory or its values lie behind the first tile";
        }

        if (directories.Max(d => d.LastTile) >= file.Length)
        {
            yield return "a tile lies behind the end of the file";
        }
    }

    private static IEnumerable<string> Overviews(List<TiffDirectory> directories)
    {
        for (int i = 1; i < directories.Count; i++)
        {
            (TiffDirectory larger, TiffDirectory smaller) = (directories[i - 1], directories[i]);
            if (!smaller.IsReduced)
            {
                yield return $"directory {i} does not say that it is an overview";
            }

            // Sizes are rounded up or down.
            if (Math.Abs((smaller.Width * 2) - larger.Width) > 1 || Math.Abs((smaller.Height * 2) - larger.Height) > 1)
            {
                yield return $"directory {i} is not half as large as the one before";
            }

            if (smaller.Tiles.Count > 0 && larger.Tiles.Count > 0 && smaller.LastTile >= larger.FirstTile)
            {
                yield return $"tiles of directory {i - 1} lie before those of its overview, directory {i}";
            }
        }

        TiffDirectory last = directories[^1];
        if (Math.Max(last.Width, last.Height) > LargestUntiled)
        {
            yield return $"the smallest overview has {last.Width} x {last.Height} pixels";
        }
    }

    private static IEnumerable<string> Tiles(TiffBytes file, TiffDirectory directory, int index)
    {
        long before = 0;
        foreach ((long offset, long bytes) in directory.Tiles.Where(t => t.Offset > 0))
        {
            if (offset <= before)
            {
                yield return $"directory {index}: tiles are not in the order of rows";
                yield break;
            }

            before = offset;
            if (offset + bytes + Trailer > file.Length || file.Int(offset - Leader) != bytes)
            {
                yield return $"directory {index}: the four bytes before the tile at {offset} do not tell its size";
                yield break;
            }

            if (bytes >= Trailer && file.Int(offset + bytes) != file.Int(offset + bytes - Trailer))
            {
                yield return $"directory {index}: the tile at {offset} is not followed by its last four bytes";
                yield break;
            }
        }
    }
}
