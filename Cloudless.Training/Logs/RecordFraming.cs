using System.Buffers.Binary;
using System.Numerics;

namespace Cloudless.Training.Logs;

/// <summary>
/// A record of a TFRecord file: its length in 8 bytes, the masked CRC-32C of those, the content, the masked CRC-32C of that; all little-endian.
/// The mask keeps check sums of data that holds check sums from being trivial.
/// </summary>
internal static class RecordFraming
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The record of some content.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[8 + 4 + content.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + content.Length), MaskedCrc(content));
        return record;
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
