namespace Cloudless.Tests.Rasters;

/// <summary>One directory of a little-endian TIFF: an image or an overview of it.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="End">Where it and all its values out of line end.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsReduced">Whether it says that it is a reduced image.</param>
/// <param name="Tile">Width and height of its tiles; 0 where it has strips.</param>
/// <param name="Tiles">Offset and size of each tile in the order of the directory; 0 where it was never written.</param>
internal sealed record TiffDirectory(
    long Offset, long End, int Width, int Height, bool IsReduced, (int Width, int Height) Tile, IReadOnlyList<(long Offset, long Bytes)> Tiles)
{
    private const int SubfileType = 254, ImageWidth = 256, ImageHeight = 257, TileWidth = 322, TileHeight = 323, TileOffsets = 324, TileByteCounts = 325;

    /// <summary>Where the first of its tiles in the file begins.</summary>
    public long FirstTile => Tiles.Where(t => t.Offset > 0).Min(t => t.Offset);

    /// <summary>Where the last of its tiles in the file begins.</summary>
    public long LastTile => Tiles.Max(t => t.Offset);

    public static List<TiffDirectory> ReadAll(TiffBytes file)
    {
        var directories = new List<TiffDirectory>();
        for (long offset = file.FirstDirectory; offset != 0;)
        {
            (IReadOnlyDictionary<int, long[]> tags, long end, long next) = file.ReadDirectory(offset);
            long[] offsets = tags.GetValueOrDefault(TileOffsets, []), bytes = tags.GetValueOrDefault(TileByteCounts, []);
            directories.Add(new TiffDirectory(
                offset, end, One(ImageWidth), One(ImageHeight), (One(SubfileType) & 1) == 1, (One(TileWidth), One(TileHeight)), [.. offsets.Zip(bytes)]));
            offset = next;

            int One(int tag) => (int)tags.GetValueOrDefault(tag, [0])[0];
        }

        return directories;
    }
}
