using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Cloudless.Training.Downstream;

/// <summary>Reads arrays of a NumPy archive (<c>.npz</c>): little-endian float32, float64 and int64, C order, as numbers.</summary>
internal static partial class NumpyArchive
{
    // Far above any table of features; an archive may claim to unpack to more than a machine has.
    private const long MostBytes = 1L << 31;

    /// <summary>Reads an array.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="name">Name of the array in it, e.g. <c>X</c>.</param>
    /// <exception cref="CloudlessException">The file is not there or no archive, lacks the array, or holds it in another form.</exception>
    public static (int[] Shape, double[] Values) Read(string path, string name)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            ZipArchiveEntry entry = archive.GetEntry(name + ".npy") ?? throw new CloudlessException($"{path}: found the arrays {string.Join(", ", archive.Entries.Select(e => e.Name))}; {name}.npy is missing.");
            if (entry.Length > MostBytes)
            {
                throw new CloudlessException($"{path}: {name}.npy has {entry.Length:N0} bytes; a table of features has at most {MostBytes:N0}.");
            }

            byte[] bytes = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            return Parse(bytes, $"{path}: {name}.npy");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the table of features cannot be read: {e.Message}", e);
        }
    }

    private static (int[] Shape, double[] Values) Parse(byte[] bytes, string source)
    {
        CloudlessException Wrong(string found) => new($"{source}: found {found}; float32, float64 or int64 in C order was expected, as numpy.savez writes it.");
        if (bytes.Length < 12 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw Wrong("no NumPy array");
        }

        (int start, int length) = bytes[6] == 1 ? (10, BitConverter.ToUInt16(bytes, 8)) : (12, BitConverter.ToInt32(bytes, 8));
        if (length < 0 || start + (long)length > bytes.Length)
        {
            throw Wrong("a header that is cut off");
        }

        string header = Encoding.Latin1.GetString(bytes, start, length);
        int[] shape = [.. ShapeOf().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse)];
        ReadOnlySpan<byte> data = bytes.AsSpan(start + length);
        double[] values = TypeOf().Match(header).Groups[1].Value switch
        {
            "<f4" => [.. MemoryMarshal.Cast<byte, float>(data).ToArray().Select(v => (double)v)],
            "<f8" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
            "<i8" => [.. MemoryMarshal.Cast<byte, long>(data).ToArray().Select(v => (double)v)],
            { } type => throw Wrong($"the type '{type}'"),
        };
        return header.Contains("'fortran_order': False", StringComparison.Ordinal) && values.Length == shape.Aggregate(1L, (a, b) => a * b)
            ? (shape, values)
            : throw Wrong($"the header {header.Trim()} with {values.Length} values");
    }

    [GeneratedRegex(@"'shape': \(([0-9, ]*)\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex TypeOf();
}
