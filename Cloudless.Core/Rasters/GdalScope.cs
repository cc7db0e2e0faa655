using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>Around every group of GDAL calls: GDAL is loaded, says nothing on the console, and its errors of this thread are gathered.</summary>
/// <remarks>
/// GDAL reports some write errors (full disk) only to the error handler while it flushes or closes, so a handler that gathers
/// them is needed besides return codes. Scopes nest. A scope belongs to the thread that made it.
/// </remarks>
internal readonly unsafe ref struct GdalScope : IDisposable
{
    private const int Failure = 3;

    [ThreadStatic]
    private static List<string>? s_failures;

    private readonly List<string>? _outer;

    private GdalScope(List<string>? outer) => _outer = outer;

    /// <summary>Starts gathering.</summary>
    /// <exception cref="CloudlessException">No GDAL library was found.</exception>
    public static GdalScope Enter()
    {
        GdalLibrary.EnsureInitialized();
        var scope = new GdalScope(s_failures);
        s_failures = [];
        Gdal.CPLPushErrorHandlerEx(&OnError, 0);
        return scope;
    }

    /// <summary>Whether GDAL reported an error in this scope.</summary>
    public bool Failed => s_failures!.Count > 0;

    /// <summary>What GDAL reported, first message first; where it said nothing, that.</summary>
    public string Reason => Failed ? string.Join("; ", s_failures!.Distinct().Take(3)) : "GDAL gave no reason";

    /// <inheritdoc/>
    public void Dispose()
    {
        Gdal.CPLPopErrorHandler();
        s_failures = _outer;
    }

    [UnmanagedCallersOnly]
    private static void OnError(int severity, int number, byte* message)
    {
        if (severity >= Failure)
        {
            s_failures?.Add(Marshal.PtrToStringUTF8((nint)message)?.Trim().ReplaceLineEndings(" ") ?? "unknown error");
        }
    }
}
