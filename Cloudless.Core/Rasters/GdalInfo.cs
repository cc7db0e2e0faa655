using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>Which GDAL is in use. Safe from any thread.</summary>
public static class GdalInfo
{
    /// <summary>GDAL's release, e.g. <c>3.6.2</c>.</summary>
    /// <exception cref="CloudlessException">No GDAL library was found.</exception>
    public static string Version
    {
        get
        {
            GdalLibrary.EnsureInitialized();
            return Marshal.PtrToStringUTF8(Gdal.GDALVersionInfo("RELEASE_NAME")) ?? "unknown";
        }
    }

    /// <summary>Path of the loaded library file.</summary>
    /// <exception cref="CloudlessException">No GDAL library was found.</exception>
    public static string LibraryPath => GdalLibrary.LoadedPath();
}
