using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cloudless.Scoring;

/// <summary>Makes the names in a folder durable: after a power failure a renamed file has its new name only if its folder was flushed too.</summary>
/// <remarks>.NET opens no folders, so this calls the C library, on Linux and macOS. NTFS keeps a log of names, and has no such call.</remarks>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder. A file system that cannot do it is left at that.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int file = Open(folder, ReadOnly);
        if (file < 0)
        {
            Trace.TraceWarning($"'{folder}' could not be opened to be flushed: error {Marshal.GetLastPInvokeError()}.");
            return;
        }

        if (Sync(file) != 0)
        {
            Trace.TraceWarning($"'{folder}' could not be flushed: error {Marshal.GetLastPInvokeError()}.");
        }

        Close(file);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
