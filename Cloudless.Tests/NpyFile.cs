using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Cloudless.Tests;

/// <summary>Reads NumPy .npy files (format versions 1 to 3): little-endian float32, float64, uint16, uint8, C order.</summary>
internal sealed partial class NpyFile
{
    private NpyFile(int[] shape, double[] values) => (Shape, Values) = (shape, values);

    public IReadOnlyList<int> Shape { get; }

    /// <summary>All values in C order, widened.</summary>
    public double[] Values { get; }

    public static NpyFile Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads to the end of a stream, as of an entry of a .npz file.</summary>
    public static NpyFile Read(Stream stream, string path)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        byte[] file = memory.ToArray();
        if (file.Length < 12 || file[0] != 0x93 || !file.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw new InvalidDataException($"{path} is not a .npy file.");
        }

        bool first = file[6] == 1;
        int start = first ? 10 : 12;
        int length = first ? BitConverter.ToUInt16(file, 8) : BitConverter.ToInt32(file, 8);
        string header = Encoding.Latin1.GetString(file, start, length);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} is in Fortran order; C order is expected.");
        }

        int[] shape = [.. ShapeOf().Match(header).Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        ReadOnlySpan<byte> data = file.AsSpan(start + length);
        string type = TypeOf().Match(header).Groups[1].Value;
        double[] values = type switch
        {
            "<f4" => [.. MemoryMarshal.Cast<byte, float>(data).ToArray().Select(v => (double)v)],
            "<f8" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
            "<u2" => [.. MemoryMarshal.Cast<byte, ushort>(data).ToArray().Select(v => (double)v)],
            "|u1" => [.. data.ToArray().Select(v => (double)v)],
            _ => throw new InvalidDataException($"{path} holds '{type}'; <f4, <f8, <u2 or |u1 is expected."),
        };
        return values.Length == shape.Aggregate(1, (a, b) => a * b)
            ? new NpyFile(shape, values)
            : throw new InvalidDataException($"{path} holds {values.Length} values, not [{string.Join(',', shape)}].");
    }

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex TypeOf();
}
