using System.Buffers.Binary;

namespace Cloudless.Tests.Rasters;

/// <summary>The little of a classic little-endian TIFF directory that tells a COG from a plain file.</summary>
internal sealed record TiffDirectory(long Offset, int Width, long FirstTile)
{
    private const int WidthTag = 256, TileOffsetsTag = 324;

    public static List<TiffDirectory> ReadAll(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        Assert.That(file[..4].ToArray(), Is.EqualTo("II*\0"u8.ToArray()), "a classic little-endian TIFF");
        var directories = new List<TiffDirectory>();
        for (int offset = Int(file, 4); offset != 0;)
        {
            int entries = BinaryPrimitives.ReadUInt16LittleEndian(file[offset..]), width = 0;
            long tile = 0;
            for (int i = 0; i < entries; i++)
            {
                ReadOnlySpan<byte> entry = file.Slice(offset + 2 + (12 * i), 12);
                (int tag, int type, int count) = (BinaryPrimitives.ReadUInt16LittleEndian(entry), entry[2], Int(entry, 4));
                int value = type == 3 ? BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]) : Int(entry, 8);
                width = tag == WidthTag ? value : width;
                tile = tag == TileOffsetsTag ? (count == 1 ? value : Int(file, value)) : tile;
            }

            directories.Add(new TiffDirectory(offset, width, tile));
            offset = Int(file, offset + 2 + (12 * entries));
        }

        return directories;
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
