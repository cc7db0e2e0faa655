using System.Buffers.Binary;
using Cloudless.Training.Logs.Schema;

namespace Cloudless.Tests.Training.Logs;

/// <summary>Reads TensorBoard's event files by their definition, bit by bit where the writer has instructions for it.</summary>
internal static class EventRecords
{
    /// <summary>All events of a file; fails where a length or a check sum does not fit.</summary>
    public static List<Event> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var events = new List<Event>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)));
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)), Is.EqualTo(Mask(Crc(bytes.AsSpan(at, 8)))), "check sum of the length");
            ReadOnlySpan<byte> content = bytes.AsSpan(at + 12, length);
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)), Is.EqualTo(Mask(Crc(content))), "check sum of the content");
            events.Add(Event.Parser.ParseFrom(content.ToArray()));
            at += 12 + length + 4;
        }

        return events;
    }

    /// <summary>CRC-32C, reflected, polynomial 0x1EDC6F41.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }

    private static uint Mask(uint crc) => unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
}
