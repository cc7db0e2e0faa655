using System.Buffers.Binary;

namespace Cloudless.Rasters.Products;

/// <summary>Tells whether a JPEG 2000 file was cut off: decoders find out late or fill up in silence.</summary>
internal static class CodestreamEnd
{
    private const uint Codestream = 0x6A703263;

    /// <summary>Bytes of a file that are read for it in an archive; the boxes before the codestream have some KB.</summary>
    public const int Head = 1 << 16;

    /// <summary>Follows the boxes of a file to its codestream, which ends with the marker FFD9.</summary>
    /// <param name="path">A file; one that is no JP2 file, or in an archive, is passed over.</param>
    /// <exception cref="UnsupportedProductException">The file ends before its codestream.</exception>
    /// <exception cref="CloudlessException">It cannot be read.</exception>
    public static void Check(string path)
    {
        if (!IsJp2(path) || !File.Exists(path))
        {
            return;
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            if (End(file, file.Length) is { } end && !EndsAt(file, end))
            {
                throw new UnsupportedProductException(
                    $"'{path}' is cut off or damaged: it has {file.Length} bytes and its image should end with the marker FFD9 at byte {end}. Copy or download it again.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The same by the first bytes of a file, where its end lies behind all that comes before, as in an archive.</summary>
    /// <param name="name">The file, for the message.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="length">Bytes of all of it.</param>
    /// <exception cref="UnsupportedProductException">The file is shorter than its codestream.</exception>
    public static void Check(string name, Stream head, long length)
    {
        if (IsJp2(name) && End(head, length) is { } end && end > length)
        {
            throw new UnsupportedProductException(
                $"{name} is cut off or damaged: it has {length} bytes and its image should end at byte {end}. Copy or download the archive again.");
        }
    }

    private static bool IsJp2(string name) => name.EndsWith(".jp2", StringComparison.OrdinalIgnoreCase);

    // Where the codestream's box says it ends; null where there is none, which the decoder will tell.
    private static long? End(Stream file, long total)
    {
        Span<byte> head = stackalloc byte[16];
        long at = 0;
        while (at + 8 <= file.Length)
        {
            file.Position = at;
            int read = file.ReadAtLeast(head, 16, throwOnEndOfStream: false);
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length == 1 && read == 16)
            {
                length = BinaryPrimitives.ReadInt64BigEndian(head[8..]);
            }

            bool last = length == 0;
            if (BinaryPrimitives.ReadUInt32BigEndian(head[4..]) == Codestream)
            {
                return last ? total : at + length;
            }

            if (last || length < 8 || length > total - at)
            {
                return null;
            }

            at += length;
        }

        return null;
    }

    private static bool EndsAt(FileStream file, long end)
    {
        if (end > file.Length || end < 2)
        {
            return false;
        }

        file.Position = end - 2;
        return file.ReadByte() == 0xFF && file.ReadByte() == 0xD9;
    }
}
