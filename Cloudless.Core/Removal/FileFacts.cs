using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Cloudless.Removal;

/// <summary>Size, time and hash of files for receipts.</summary>
internal static class FileFacts
{
    /// <summary>Describes a file; GDAL's virtual paths get their name only.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="path">The name to record.</param>
    /// <param name="content">Where the bytes are now, where that is another place.</param>
    public static ReceiptFile Of(string role, string path, string? content = null)
    {
        var file = new FileInfo(content ?? path);
        if (!file.Exists)
        {
            return new ReceiptFile(role, path, null, null, null);
        }

        string hash = Convert.ToHexStringLower(Hash(file.FullName));
        return new ReceiptFile(role, Path.GetFullPath(path), file.Length, file.LastWriteTimeUtc, hash);
    }

    // The next piece is read while this one is hashed; SHA-256 itself cannot be cut in two.
    private static byte[] Hash(string path)
    {
        const int piece = 1 << 20;
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] now = new byte[piece], next = new byte[piece];
        int length = RandomAccess.Read(file, now, 0);
        for (long read = length; length > 0; read += length)
        {
            (byte[] into, long from) = (next, read);
            Task<int> reading = Task.Run(() => RandomAccess.Read(file, into, from));
            hash.AppendData(now, 0, length);
            length = reading.GetAwaiter().GetResult();
            (now, next) = (next, now);
        }

        return hash.GetHashAndReset();
    }
}
