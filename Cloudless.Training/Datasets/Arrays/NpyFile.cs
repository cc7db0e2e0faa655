using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Cloudless.Training.Datasets.Arrays;

/// <summary>Reads NumPy .npy files (format versions 1 to 3): little-endian float32, float64, int32, uint16, uint8, C order.</summary>
internal sealed partial class NpyFile
{
    private NpyFile(int[] shape, double[] values) => (Shape, Values) = (shape, values);

    /// <summary>Lengths of the axes.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>All values in C order, widened.</summary>
    public double[] Values { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CloudlessException">It cannot be read, or is none of these.</exception>
    public static NpyFile Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the array cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads to the end of a stream, as of an entry of a .npz file.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="CloudlessException">It is none of these.</exception>
    public static NpyFile Read(Stream stream, string path)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        byte[] file = memory.ToArray();
        if (file.Length < 12 || file[0] != 0x93 || !file.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw new CloudlessException($"{path} is not a .npy file. Write it with numpy.save.");
        }

        bool first = file[6] == 1;
        int start = first ? 10 : 12;
        int length = first ? BitConverter.ToUInt16(file, 8) : BitConverter.ToInt32(file, 8);
        string header = Encoding.Latin1.GetString(file, start, length);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new CloudlessException($"{path} is in Fortran order; C order is expected. Write it with numpy.ascontiguousarray.");
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
            "<i4" => [.. MemoryMarshal.Cast<byte, int>(data).ToArray().Select(v => (double)v)],
            "<u2" => [.. MemoryMarshal.Cast<byte, ushort>(data).ToArray().Select(v => (double)v)],
            "|u1" => [.. data.ToArray().Select(v => (double)v)],
            _ => throw new CloudlessException($"{path} holds '{type}'; <f4, <f8, <i4, <u2 or |u1 is expected. Convert it with numpy.astype."),
        };
        return values.Length == shape.Aggregate(1, (a, b) => a * b)
            ? new NpyFile(shape, values)
            : throw new CloudlessException($"{path} holds {values.Length} values, not [{string.Join(',', shape)}]: it was cut short. Copy it again.");
    }

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex TypeOf();
}
