using System.Text.RegularExpressions;

namespace Cloudless.Scoring;

/// <summary>Tells errors that may pass (a network file system that stumbles) and a full disk from those that come again at every attempt.</summary>
/// <remarks>GDAL tells errors of the system as text, so texts are looked at too.</remarks>
internal static partial class TransientErrors
{
    // errno of Linux, which .NET puts into HResult: EINTR, EIO, EAGAIN, EBUSY, ENFILE, EMFILE, ETXTBSY, ENETDOWN, ENETUNREACH, ENETRESET, ECONNABORTED, ECONNRESET, ENOBUFS, ETIMEDOUT,
    // ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH, ESTALE, EREMOTEIO.
    private static readonly int[] Passing = [4, 5, 11, 16, 23, 24, 26, 100, 101, 102, 103, 104, 105, 110, 111, 112, 113, 116, 121];

    // ENOSPC, EDQUOT; the same of Windows: ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Full = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Whether another attempt may succeed.</summary>
    public static bool MayPass(Exception error) => Chain(error).Any(e => (e is IOException && Passing.Contains(e.HResult)) || e is InputChangedException || PassingText().IsMatch(e.Message));

    /// <summary>Whether the error says itself that the disk is full, or a quota used up.</summary>
    public static bool IsDiskFull(Exception error) => Chain(error).Any(e => (e is IOException && Full.Contains(e.HResult)) || FullText().IsMatch(e.Message));

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }

    [GeneratedRegex(
        "Input/output error|Stale (NFS )?file handle|Resource temporarily unavailable|Device or resource busy|Too many open files|Connection (timed out|reset|refused)|Network is (down|unreachable)"
        + "|No route to host|Host is down|Remote I/O error|Could not resolve host|Operation timed out|HTTP (error code : |response code: )(408|429|5[0-9][0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PassingText();

    [GeneratedRegex("No space left on device|Disk quota exceeded|not enough space on the disk", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FullText();
}

/// <summary>A file was changed while it was read: what came out is of neither version.</summary>
internal sealed class InputChangedException(string message) : CloudlessException(message);
