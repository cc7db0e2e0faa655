using System.Security.Cryptography;

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

        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new ReceiptFile(role, Path.GetFullPath(path), file.Length, file.LastWriteTimeUtc, hash);
    }
}
