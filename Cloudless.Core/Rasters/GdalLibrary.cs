using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Cloudless.Rasters;

/// <summary>Finds GDAL's native library and initializes it once per process.</summary>
/// <remarks>Looks in the application's own folders first (packages bring their natives there), then on the loader's path.</remarks>
internal static partial class GdalLibrary
{
    // GDAL 3.6 has the soname 32, 3.12 has 38; newer first. Older ones lack what is called here.
    private const int NewestSoname = 40, OldestSoname = 32, OldestVersion = 3060000;

    // GDAL would take a twentieth of the machine's memory for blocks that nobody here asks for twice.
    private const long BlockCache = 256L << 20;

    private static readonly Lazy<nint> Handle = new(Initialize);

    /// <summary>Version as a number, e.g. 3060200 for 3.6.2.</summary>
    public static int VersionNumber { get; private set; }

    /// <summary>Loads and initializes GDAL on the first call.</summary>
    /// <exception cref="CloudlessException">No GDAL library was found.</exception>
    public static nint EnsureInitialized() => Handle.Value;

    /// <summary>Path of the loaded library file.</summary>
    public static string LoadedPath()
    {
        EnsureInitialized();
        return LoadedFile();
    }

    private static string LoadedFile()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Select(m => m.FileName)
            .FirstOrDefault(f => LibraryName().IsMatch(Path.GetFileName(f))) ?? "(linked into the application)";
    }

    /// <summary>Everything that happens once, in order.</summary>
    private static nint Initialize()
    {
        nint handle = Load();
        NativeLibrary.SetDllImportResolver(typeof(GdalLibrary).Assembly, (name, _, _) => name == Gdal.Library ? handle : 0);
        Gdal.GDALAllRegister();
        if (Gdal.CPLGetConfigOption("GDAL_CACHEMAX", null) == 0)
        {
            Gdal.GDALSetCacheMax64(BlockCache);
        }

        VersionNumber = int.Parse(
            Marshal.PtrToStringUTF8(Gdal.GDALVersionInfo("VERSION_NUM")) ?? "0", CultureInfo.InvariantCulture);
        return VersionNumber >= OldestVersion
            ? handle
            : throw new CloudlessException($"GDAL's library {LoadedFile()} is version {VersionNumber}; Cloudless needs {OldestVersion} (3.6) or newer. {Remedy()}");
    }

    private static nint Load()
    {
        foreach (string candidate in ApplicationFiles().Concat(LoaderNames()))
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
            {
#if MAXREV_GDAL
                MaxRevGdal.ConfigureIfLoaded(candidate);
#endif
                return handle;
            }
        }

        throw new CloudlessException(
            $"GDAL's native library was not found, neither beside the application nor on the loader's path. {Remedy()}");
    }

    private static string Remedy() =>
        OperatingSystem.IsWindows() ? "Add the NuGet package MaxRev.Gdal.WindowsRuntime.Minimal to the application."
        : OperatingSystem.IsMacOS() ? "Install the system's library: brew install gdal."
        : "Add the NuGet package MaxRev.Gdal.LinuxRuntime.Minimal to the application, or install the system's library: apt-get install libgdal32 (Debian 12) or libgdal-dev.";

    private static IEnumerable<string> ApplicationFiles()
    {
        string folder = AppContext.BaseDirectory;
        var folders = new List<string> { folder, Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native") };
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        folders.Add(Path.Combine(folder, "runtimes", $"{system}-{architecture}", "native"));
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string searched)
        {
            folders.AddRange(searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        }

        return folders.Distinct().Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*gdal*").Where(p => LibraryName().IsMatch(Path.GetFileName(p)))
                .OrderByDescending(p => p, StringComparer.Ordinal));
    }

    private static IEnumerable<string> LoaderNames()
    {
        IEnumerable<int> versions = Enumerable.Range(OldestSoname, NewestSoname - OldestSoname + 1).Reverse();
        if (OperatingSystem.IsWindows())
        {
            // OSGeo4W names the release: 3.6 (soname 32) is gdal306.dll.
            return versions.Select(v => $"gdal{274 + v}.dll").Append("gdal.dll");
        }

        return OperatingSystem.IsMacOS()
            ? versions.Select(v => $"libgdal.{v}.dylib").Concat(["libgdal.dylib", "/opt/homebrew/lib/libgdal.dylib", "/usr/local/lib/libgdal.dylib"])
            : versions.Select(v => $"libgdal.so.{v}").Append("libgdal.so");
    }

    [GeneratedRegex(@"^(libgdal\.so(\.\d+)*|gdal\d*\.dll|libgdal(\.\d+)*\.dylib)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LibraryName();
}
