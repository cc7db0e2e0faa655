using System.Buffers.Binary;
using System.IO.Compression;

namespace Cloudless.Rasters;

/// <summary>Encodes 8-bit images as PNG (ISO/IEC 15948), so that quicklooks need no image library and no PNG driver.</summary>
internal static class PngEncoder
{
    private const int Channels = 3;
    private const byte FilterNone = 0, FilterSub = 1, TrueColorType = 2, IndexedType = 3, BitDepth = 8;

    /// <summary>Encodes an image in true color.</summary>
    /// <param name="rgb">[3,H,W], planar: red, green, blue.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static byte[] Encode(ReadOnlySpan<byte> rgb, int height, int width)
    {
        using MemoryStream png = Begin(height, width, TrueColorType);
        WriteChunk(png, "IDAT"u8, Compress(rgb, height, width));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Encodes an image of indices into a palette with opacity.</summary>
    /// <param name="indices">[H,W].</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="palette">Colors of the values 0, 1, 2 ..., in this order; 1 to 256.</param>
    public static byte[] EncodeIndexed(ReadOnlySpan<byte> indices, int height, int width, IReadOnlyList<PaletteEntry> palette)
    {
        using MemoryStream png = Begin(height, width, IndexedType);
        WriteChunk(png, "PLTE"u8, [.. palette.SelectMany(p => (byte[])[p.Red, p.Green, p.Blue])]);
        WriteChunk(png, "tRNS"u8, [.. palette.Select(p => p.Alpha)]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(FilterNone);
                zlib.Write(indices.Slice(row * width, width));
            }
        }

        WriteChunk(png, "IDAT"u8, packed.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static MemoryStream Begin(int height, int width, byte colorType)
    {
        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (BitDepth, colorType);
        WriteChunk(png, "IHDR"u8, header);
        return png;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> rgb, int height, int width)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[1 + (Channels * width)];
            line[0] = FilterSub;
            for (int row = 0; row < height; row++)
            {
                for (int channel = 0; channel < Channels; channel++)
                {
                    ReadOnlySpan<byte> samples = rgb.Slice(((channel * height) + row) * width, width);
                    byte left = 0;
                    for (int column = 0; column < width; column++)
                    {
                        line[1 + (column * Channels) + channel] = (byte)(samples[column] - left);
                        left = samples[column];
                    }
                }

                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, content));
        png.Write(number);
    }
}
