using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <content>Coordinate reference systems and the ways between them.</content>
internal static unsafe partial class Gdal
{
    /// <summary>Longitude before latitude, whatever the authority says.</summary>
    public const int TraditionalAxes = 0;

    [LibraryImport(Library)]
    public static partial int OSRExportToWktEx(nint crs, out nint wkt, nint options);

    [LibraryImport(Library)]
    public static partial nint OSRNewSpatialReference(nint wkt);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OSRSetFromUserInput(nint crs, string text);

    [LibraryImport(Library)]
    public static partial void OSRSetAxisMappingStrategy(nint crs, int strategy);

    [LibraryImport(Library)]
    public static partial int OSRIsSame(nint crs, nint other);

    [LibraryImport(Library)]
    public static partial int OSRAutoIdentifyEPSG(nint crs);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OSRGetAuthorityName(nint crs, string? node);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OSRGetAuthorityCode(nint crs, string? node);

    [LibraryImport(Library)]
    public static partial int OSRIsProjected(nint crs);

    [LibraryImport(Library)]
    public static partial double OSRGetLinearUnits(nint crs, nint name);

    [LibraryImport(Library)]
    public static partial void OSRDestroySpatialReference(nint crs);

    [LibraryImport(Library)]
    public static partial nint OCTNewCoordinateTransformation(nint source, nint target);

    [LibraryImport(Library)]
    public static partial int OCTTransformEx(nint transformation, int count, double* x, double* y, double* z, int* success);

    [LibraryImport(Library)]
    public static partial void OCTDestroyCoordinateTransformation(nint transformation);
}
