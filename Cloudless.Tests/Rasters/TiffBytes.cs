using System.Buffers.Binary;

namespace Cloudless.Tests.Rasters;

/// <summary>The bytes of a little-endian TIFF or BigTIFF as its specification orders them.</summary>
internal sealed class TiffBytes
{
    private static readonly int[] TypeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

    private readonly byte[] _file;
    private readonly bool _big;

    public TiffBytes(byte[] file)
    {
        _file = file;
        Assert.That(file.AsSpan(0, 2).ToArray(), Is.EqualTo("II"u8.ToArray()), "little-endian TIFF");
        _big = Short(2) == 43;
        Assert.That(Short(2), Is.EqualTo(42).Or.EqualTo(43), "TIFF or BigTIFF");
    }

    /// <summary>Where the header ends, and what GDAL says of the file's structure begins.</summary>
    public int HeaderEnd => _big ? 16 : 8;

    /// <summary>Where the first directory begins.</summary>
    public long FirstDirectory => _big ? Long(8) : Int(4);

    public long Length => _file.Length;

    public ReadOnlySpan<byte> Span(long offset, int count) => _file.AsSpan((int)offset, count);

    public uint Int(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, 4));

    /// <summary>All tags of whole numbers, where the directory and what it points to ends, and where the next one begins (0: none).</summary>
    public (IReadOnlyDictionary<int, long[]> Tags, long End, long Next) ReadDirectory(long offset)
    {
        (int head, int entry, int inline) = _big ? (8, 20, 8) : (2, 12, 4);
        long count = _big ? Long(offset) : Short(offset), after = offset + head + (entry * count), end = after + inline;
        var tags = new Dictionary<int, long[]>();
        for (long at = offset + head; at < after; at += entry)
        {
            (int tag, int type) = (Short(at), Short(at + 2));
            long values = _big ? Long(at + 4) : Int(at + 4), size = values * TypeSizes[type];
            long place = size <= inline ? at + entry - inline : _big ? Long(at + entry - inline) : Int(at + entry - inline);
            end = Math.Max(end, size <= inline ? 0 : place + size);
            if (type is 3 or 4 or 16)
            {
                tags[tag] = [.. Enumerable.Range(0, (int)values).Select(i => Whole(type, place + (i * TypeSizes[type])))];
            }
        }

        return (tags, end, _big ? Long(after) : Int(after));
    }

    private long Whole(int type, long at) => type == 3 ? Short(at) : type == 4 ? Int(at) : Long(at);

    private int Short(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, 2));

    private long Long(long offset) => BinaryPrimitives.ReadInt64LittleEndian(Span(offset, 8));
}
