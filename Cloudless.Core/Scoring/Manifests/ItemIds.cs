using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cloudless.Scoring;

/// <summary>Names of items: what makes one safe as a file name on every system, and whether each comes once.</summary>
/// <remarks>Keeps 20 bytes of each name (a hash and a line), so that a manifest of ten million items is checked in some hundred megabytes. Not thread-safe.</remarks>
public sealed class ItemIds
{
    private const int LongestId = 150;

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"])], StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<UInt128, int> _lines = [];

    /// <summary>Names seen so far.</summary>
    public int Count => _lines.Count;

    /// <summary>Why a name cannot be an id; null where it can.</summary>
    public static string? Problem(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool safe = id.Length is > 0 and <= LongestId && char.IsAsciiLetterOrDigit(id[0]) && id[^1] != '.'
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        return safe && !Devices.Contains(id.Split('.')[0])
            ? null
            : $"the id '{id}' is not safe as a file name. Use 1 to {LongestId} letters, digits, '.', '_' and '-', a letter or digit first, no '.' last, and no name of a device such as CON";
    }

    /// <summary>Notes a name.</summary>
    /// <param name="id">The name.</param>
    /// <param name="line">Where it stands.</param>
    /// <returns>The line where it stood before, in capitals or not; 0 where it is new.</returns>
    public int Add(string id, int line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id.ToUpperInvariant()), hash);
        UInt128 key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        return _lines.TryAdd(key, line) ? 0 : _lines[key];
    }
}
