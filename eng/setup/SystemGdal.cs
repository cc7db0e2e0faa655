using System.Runtime.InteropServices;

namespace Cloudless.Setup;

/// <summary>The GDAL library of the machine.</summary>
internal static class SystemGdal
{
    public static void Require()
    {
        if (IsThere())
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            Apt.Install("GDAL", Apt.IsThere ? NameInArchive() : "libgdal32");
            if (IsThere())
            {
                return;
            }
        }

        throw new SetupException("no GDAL library is on the loader's path. " + (
            OperatingSystem.IsWindows() ? "Install GDAL (OSGeo4W, or conda) and put the folder of gdal.dll on PATH, or use a feed with MaxRev.Gdal.Core"
            : OperatingSystem.IsMacOS() ? "Run: brew install gdal"
            : "Install your distribution's GDAL library, 3.6 or newer"));
    }

    private static bool IsThere()
    {
        // The sonames of GDAL 3.6 to 3.14; distributions put the bare name in the development package only.
        string[] names = OperatingSystem.IsWindows() ? ["gdal.dll"]
            : OperatingSystem.IsMacOS() ? ["libgdal.dylib", "/opt/homebrew/lib/libgdal.dylib", "/usr/local/lib/libgdal.dylib"]
            : [.. Enumerable.Range(32, 9).Select(number => $"libgdal.so.{number}"), "libgdal.so"];
        return names.Any(name => NativeLibrary.TryLoad(name, out _));
    }

    // Debian 12 calls it libgdal32; each release of a distribution has one such package.
    private static string NameInArchive()
    {
        Apt.Update();
        return Shell.Capture("apt-cache", ["search", "--names-only", "^libgdal[0-9]+(t64)?$"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0])
            .Order(StringComparer.Ordinal)
            .LastOrDefault("libgdal32");
    }
}
