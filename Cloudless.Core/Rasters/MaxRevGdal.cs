#if MAXREV_GDAL
using MaxRev.Gdal.Core;

namespace Cloudless.Rasters;

/// <summary>Points the GDAL of MaxRev's packages at the PROJ and GDAL data that lie in them.</summary>
internal static class MaxRevGdal
{
    /// <summary>Configures GDAL where the loaded file is MaxRev's; leaves the system's GDAL and any other alone.</summary>
    /// <param name="library">What was loaded: a path, or a bare name resolved by the loader.</param>
    /// <exception cref="CloudlessException">The packages lack their data files.</exception>
    public static void ConfigureIfLoaded(string library)
    {
        // MaxRev's managed half speaks to GDAL through gdal_wrap, which nobody else puts beside it.
        string? folder = Path.GetDirectoryName(library);
        if (string.IsNullOrEmpty(folder) || !Directory.EnumerateFiles(folder, "*gdal_wrap*").Any())
        {
            return;
        }

        try
        {
            GdalBase.ConfigureAll();
        }
        catch (FileNotFoundException missing)
        {
            throw new CloudlessException(
                $"{library}: MaxRev.Gdal found no PROJ data beside it ({missing.Message}). "
                + "Publish the application with the whole runtimes folder of its output.", missing);
        }
    }
}
#endif
